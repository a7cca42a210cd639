/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A buffered write that faults its source in before each copy. The copy runs through as many segments as the page has
 * room for.
 *
 * All of the segments that the copy is going to read are faulted in.
 */
#include "surroundings.h"

/* Each page of each segment in the window. */
static int fault_in_source(const struct iov_iter *i, size_t bytes)
{
	const struct iovec *segment = iter_iov(i);
	size_t skip = i->iov_offset, left = min(bytes, i->count);

	for (; left; segment++, skip = 0) {
		size_t length = min(left, segment->iov_len - skip);

		if (fault_in_multipages_readable((const char __user *)segment->iov_base + skip, length))
			return -EFAULT;
		left -= length;
	}
	return 0;
}

static ssize_t all_segments_write(struct kiocb *iocb, struct iov_iter *i)
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

HW_HARNESS(buffered_write, all_segments_write)
