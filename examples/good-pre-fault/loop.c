/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A buffered write that faults its source in before each copy, and settles for less each time.
 *
 * Whatever fault-in brought in may be gone before the copy. The loop moves forward all the same: each round either has
 * bytes accepted, or tries again with fewer of them, or first makes sure that at least the next byte is there.
 */
#include <harness/buffered_write.h>

static ssize_t pre_fault_write(struct kiocb *iocb, struct iov_iter *i)
{
	struct file *file = iocb->ki_filp;
	struct address_space *mapping = file->f_mapping;
	loff_t pos = iocb->ki_pos;
	ssize_t written = 0;
	long status = 0;

	while (iov_iter_count(i)) {
		size_t offset = offset_in_page(pos);
		size_t bytes = min(PAGE_SIZE - offset, iov_iter_count(i));
		struct folio *folio;
		void *fsdata = NULL;
		size_t copied;

		balance_dirty_pages_ratelimited(mapping);
again:
		/* No lock is held here: faults may be handled. A part of the bytes will do. */
		if (fault_in_iov_iter_readable(i, bytes) == bytes) {
			status = -EFAULT;
			break;
		}
		if (fatal_signal_pending(current)) {
			status = -EINTR;
			break;
		}

		status = mapping->a_ops->write_begin(file, mapping, pos, bytes, &folio, &fsdata);
		if (status < 0)
			break;
		copied = copy_folio_from_iter_atomic(folio, offset, bytes, i);
		status = mapping->a_ops->write_end(file, mapping, pos, bytes, copied, folio, fsdata);

		/* What was copied but not accepted has yet to be written. */
		if (status < (long)copied)
			iov_iter_revert(i, copied - max(status, 0L));
		if (status < 0)
			break;
		if (status == 0) {
			/* A copy of exactly this many bytes is not short, and will be accepted. */
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

HW_HARNESS(buffered_write, pre_fault_write)
