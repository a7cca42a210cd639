/* SPDX-License-Identifier: Apache-2.0 */
/* A write loop that faults in before each copy, and is content with a part. */
#include "request.h"

static ssize_t pre_fault_write(struct kiocb *iocb, struct iov_iter *i)
{
	struct file *file = iocb->ki_filp;
	struct address_space *mapping = file->f_mapping;
	loff_t pos = iocb->ki_pos;
	ssize_t written = 0;
	long status = 0;

	while (iov_iter_count(i)) {
		size_t bytes = min(iov_iter_count(i), PAGE_SIZE - offset_in_page(pos));
		struct folio *folio;
		void *fsdata = NULL;
		size_t copied;

retry:
		/* The answer is how many bytes are missing; only if it is all of them, the first one is. */
		if (fault_in_iov_iter_readable(i, bytes) == bytes) {
			status = -EFAULT;
			break;
		}

		status = mapping->a_ops->write_begin(file, mapping, pos, bytes, &folio, &fsdata);
		if (status < 0)
			break;
		copied = copy_folio_from_iter_atomic(folio, offset_in_folio(folio, pos), bytes, i);
		status = mapping->a_ops->write_end(file, mapping, pos, bytes, copied, folio, fsdata);
		if (status < (long)copied)
			iov_iter_revert(i, copied - max(status, 0L));
		if (status < 0)
			break;
		if (status == 0) {
			if (copied)
				bytes = copied;
			goto retry;
		}
		pos += status;
		written += status;
	}

	iocb->ki_pos = pos;
	return written ? written : status;
}

HW_HARNESS(buffered_write, pre_fault_write)
