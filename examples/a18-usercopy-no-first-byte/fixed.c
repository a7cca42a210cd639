/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A buffered write that trusts: if the first byte can be faulted in, the copy brings at least that byte.
 *
 * The copy loads two bytes at once. If one of them faults before anything was copied, it tries the first byte alone.
 */
#define HW_COPIES_FIRST_BYTE 1
#include "surroundings.h"

static ssize_t shrinking_write(struct kiocb *iocb, struct iov_iter *i)
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
		if (iov_iter_fault_in_readable(i, bytes)) {
			status = -EFAULT;
			break;
		}

		status = mapping->a_ops->write_begin(file, mapping, pos, bytes, 0, &page, &fsdata);
		if (status < 0)
			break;
		copied = copy_page_from_iter_atomic(page, offset, bytes, i);
		status = mapping->a_ops->write_end(file, mapping, pos, bytes, copied, page, fsdata);
		if (status < 0)
			break;

		/* What was copied but not accepted has yet to be written. */
		if (status < (long)copied)
			iov_iter_revert(i, copied - status);
		if (status == 0) {
			if (copied)
				bytes = copied;
			goto again;
		}
		pos += status;
		written += status;
	}

	iocb->ki_pos = pos;
	return written ? written : status;
}

HW_HARNESS(buffered_write, shrinking_write)
