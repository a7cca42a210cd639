/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A buffered write that faults its source in before each copy. The copy runs through as many segments as the page has
 * room for.
 *
 * But only the current segment is faulted in. Where it is empty nothing is, and the copy from the next one brings
 * nothing, after the file system has put a block into the hole: until the next try, readers find there what was on
 * the disk.
 */
#include "surroundings.h"

/* Nothing but the current segment is looked at. */
static int fault_in_source(const struct iov_iter *i, size_t bytes)
{
	const char __user *start = (const char __user *)iter_iov(i)->iov_base + i->iov_offset;

	return fault_in_pages_readable(start, min(bytes, iter_iov(i)->iov_len - i->iov_offset));
}

static ssize_t first_segment_write(struct kiocb *iocb, struct iov_iter *i)
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
		if (fault_in_source(i, bytes)) {
			status = -EFAULT;
			break;
		}

		status = mapping->a_ops->write_begin(file, mapping, pos, bytes, 0, &page, &fsdata);
		if (status < 0)
			break;
		copied = iov_iter_copy_from_user_atomic(page, i, offset, bytes);
		status = mapping->a_ops->write_end(file, mapping, pos, bytes, copied, page, fsdata);
		if (status < 0)
			break;

		iov_iter_advance(i, status);
		if (status == 0) {
			bytes = min(PAGE_SIZE - offset, iov_iter_single_seg_count(i));
			goto again;
		}
		pos += status;
		written += status;
	}

	iocb->ki_pos = pos;
	return written ? written : status;
}

HW_HARNESS(buffered_write, first_segment_write)
