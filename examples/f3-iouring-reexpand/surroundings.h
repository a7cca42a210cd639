/* SPDX-License-Identifier: Apache-2.0 */
/* Four good bytes in two segments, written to the first two pages of the file through a lower layer. */
#define HW_PAGES HW_GOOD, HW_GOOD, HW_GOOD
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 1) SEGMENT(2, 3)

#include <harness/buffered_write.h>

/* So much one request to the lower layer may carry. */
#define LOWER_LIMIT 2

/* The bytes that were copied are written; faults are handled on the way, for no lock is held. The file can't grow. */
static inline ssize_t lower_write_part(struct kiocb *iocb, struct iov_iter *from, size_t bytes)
{
	loff_t pos = iocb->ki_pos;
	ssize_t written = 0;

	while (bytes && pos / PAGE_SIZE < HW_FOLIOS) {
		struct folio *folio = &hw_folio[pos / PAGE_SIZE];
		size_t part = min(bytes, PAGE_SIZE - offset_in_folio(folio, pos));
		size_t copied = copy_folio_from_iter(folio, offset_in_folio(folio, pos), part, from);

		hw_accept(pos, copied);
		pos += copied;
		written += copied;
		if (copied < part)
			return written ? written : -EFAULT;
		bytes -= part;
	}
	return written || !bytes ? written : -EFBIG;
}

/*
 * ->write_iter of a block device or a file system, 5.13. It cuts the iterator down to what it can carry, and does not
 * undo that. Asked not to wait, it may write a part only; or nothing, and say -EAGAIN, and have consumed some bytes all
 * the same. Both are plain choices.
 */
static inline ssize_t lower_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	size_t bytes;

	iov_iter_truncate(from, LOWER_LIMIT);
	bytes = iov_iter_count(from);
	if (!(iocb->ki_flags & IOCB_NOWAIT))
		return lower_write_part(iocb, from, bytes);
	if (hw_flip())
		return lower_write_part(iocb, from, hw_choose(1, bytes));
	iov_iter_advance(from, hw_choose(0, bytes));
	hw_note("-EAGAIN, and some bytes are consumed");
	return -EAGAIN;
}
