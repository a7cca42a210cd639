/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A write that never looks at its fatal signal, nor at what fault-in says. Once the task is to die and the page is gone,
 * every fault gives up, and the loop goes round for ever: the signal is what keeps it from its end.
 */
#define HW_KILL 1
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 1)
#include <harness/buffered_write.h>

static ssize_t deaf_write(struct kiocb *iocb, struct iov_iter *i)
{
	struct address_space *mapping = iocb->ki_filp->f_mapping;
	loff_t pos = iocb->ki_pos;
	ssize_t written = 0;
	long status = 0;

	while (iov_iter_count(i)) {
		struct folio *folio;
		void *fsdata = NULL;
		size_t copied;

		status = mapping->a_ops->write_begin(iocb->ki_filp, mapping, pos, 1, &folio, &fsdata);
		if (status < 0)
			break;
		copied = copy_folio_from_iter_atomic(folio, offset_in_folio(folio, pos), 1, i);
		status = mapping->a_ops->write_end(iocb->ki_filp, mapping, pos, 1, copied, folio, fsdata);
		if (status < (long)copied)
			iov_iter_revert(i, copied - max(status, 0L));
		if (status < 0)
			break;
		if (status > 0) {
			pos += status;
			written += status;
		} else {
			fault_in_iov_iter_readable(i, 1);
		}
	}

	iocb->ki_pos = pos;
	return written ? written : status;
}

HW_HARNESS(buffered_write, deaf_write)
