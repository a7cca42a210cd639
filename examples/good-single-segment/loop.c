/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A buffered write of the years 2007 to 2021. It faults its source in before each copy; where write_end accepts nothing,
 * it tries again with what is left of the current segment.
 *
 * A copy that stopped in a later segment ends where the current one does when it is tried again, and is not short then.
 * One that stopped inside the current segment is repeated as it is, after a fault-in of all of it: good as long as what
 * was faulted in can be copied, and stays.
 */
#define HW_LINUX_VERSION KERNEL_VERSION(5, 13, 0)
#define HW_PAGES HW_GOOD, HW_GOOD, HW_GOOD
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 0) SEGMENT(1, 2) SEGMENT(0, 0) SEGMENT(4, 1)
#include <harness/buffered_write.h>

static ssize_t single_segment_write(struct kiocb *iocb, struct iov_iter *i)
{
	struct file *file = iocb->ki_filp;
	struct address_space *mapping = file->f_mapping;
	loff_t pos = iocb->ki_pos;
	ssize_t written = 0;
	long status = 0;

	while (iov_iter_count(i)) {
		size_t offset = offset_in_page(pos);
		size_t bytes = min(PAGE_SIZE - offset, iov_iter_count(i)), copied;
		struct page *page;
		void *fsdata = NULL;

again:
		/* No lock is held here: faults may be handled. */
		if (iov_iter_fault_in_readable(i, bytes)) {
			status = -EFAULT;
			break;
		}
		if (fatal_signal_pending(current)) {
			status = -EINTR;
			break;
		}

		status = mapping->a_ops->write_begin(file, mapping, pos, bytes, 0, &page, &fsdata);
		if (status < 0)
			break;
		copied = iov_iter_copy_from_user_atomic(page, i, offset, bytes);
		status = mapping->a_ops->write_end(file, mapping, pos, bytes, copied, page, fsdata);
		if (status < 0)
			break;
		cond_resched();

		iov_iter_advance(i, status);
		if (status == 0) {
			bytes = min(PAGE_SIZE - offset, iov_iter_single_seg_count(i));
			goto again;
		}
		pos += status;
		written += status;
		balance_dirty_pages_ratelimited(mapping);
	}

	iocb->ki_pos = pos;
	return written ? written : status;
}

HW_HARNESS(buffered_write, single_segment_write)
