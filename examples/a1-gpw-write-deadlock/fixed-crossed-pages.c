/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A buffered write that faults its source in, locks the page of the file, and copies with page faults disabled: where
 * reclaim has taken the source in between, the copy is short, the lock is dropped, and the source faulted in again.
 */
#include "crossed-pages.h"

static ssize_t careful_write(struct kiocb *iocb, struct iov_iter *i)
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

HW_HARNESS(two_writers, careful_write)
