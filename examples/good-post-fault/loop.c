/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A buffered write that faults its source in only after a copy has failed, and settles for less each time.
 *
 * Fault-in works for some prefix of what is asked, and whatever it brought in may be gone before the next copy. The
 * loop moves forward all the same: each round either has bytes accepted, or tries again with fewer of them, or makes
 * sure that at least the next byte is there.
 */
#include <harness/buffered_write.h>

static ssize_t post_fault_write(struct kiocb *iocb, struct iov_iter *i)
{
	struct file *file = iocb->ki_filp;
	struct address_space *mapping = file->f_mapping;
	loff_t pos = iocb->ki_pos;
	ssize_t written = 0;
	long status = 0;

	while (iov_iter_count(i)) {
		size_t bytes = iov_iter_count(i);
		size_t offset, copied;
		struct folio *folio;
		void *fsdata = NULL;

retry:
		bytes = min(bytes, PAGE_SIZE - offset_in_page(pos));
		balance_dirty_pages_ratelimited(mapping);
		if (fatal_signal_pending(current)) {
			status = -EINTR;
			break;
		}

		status = mapping->a_ops->write_begin(file, mapping, pos, bytes, &folio, &fsdata);
		if (status < 0)
			break;
		offset = offset_in_folio(folio, pos);
		copied = copy_folio_from_iter_atomic(folio, offset, bytes, i);
		status = mapping->a_ops->write_end(file, mapping, pos, bytes, copied, folio, fsdata);

		/* What was copied but not accepted has yet to be written. */
		if (status < (long)copied)
			iov_iter_revert(i, copied - max(status, 0L));
		if (status < 0)
			break;
		if (status > 0) {
			pos += status;
			written += status;
			continue;
		}

		/* A copy of exactly this many bytes is not short, and will be accepted. */
		if (copied) {
			bytes = copied;
			goto retry;
		}

		/* No lock is held here: faults may be handled. A part of the bytes will do. */
		if (fault_in_iov_iter_readable(i, bytes) == bytes) {
			status = -EFAULT;
			break;
		}
	}

	iocb->ki_pos = pos;
	return written ? written : status;
}

HW_HARNESS(buffered_write, post_fault_write)
