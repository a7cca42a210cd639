/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A buffered write of the days when the copy left the iterator where it was and the loop advanced it by hand. After a
 * copy that brought nothing, it tries again with what is left of the current segment only, since only that has been
 * faulted in.
 *
 * The current segment is the empty one, and advancing by nothing doesn't leave it: the loop writes nothing, and again
 * nothing, for ever.
 */
#include "surroundings.h"

static void advance(struct iov_iter *i, size_t bytes)
{
	i->count -= bytes;
	while (bytes) {
		size_t step = min(bytes, iter_iov(i)->iov_len - i->iov_offset);

		bytes -= step;
		i->iov_offset += step;
		if (i->iov_offset == iter_iov(i)->iov_len) {
			i->__iov++;
			i->nr_segs--;
			i->iov_offset = 0;
		}
	}
}

/* Only the current segment is faulted in. */
static size_t fault_in_segment(struct iov_iter *i, size_t bytes)
{
	const char __user *start = (const char __user *)iter_iov(i)->iov_base + i->iov_offset;

	return fault_in_readable(start, min(bytes, iter_iov(i)->iov_len - i->iov_offset));
}

/* The copy reads on through later segments, but leaves the iterator where it is. */
static size_t copy_in_place(struct folio *folio, size_t offset, size_t bytes, const struct iov_iter *i)
{
	struct iov_iter scout = *i;

	return copy_folio_from_iter_atomic(folio, offset, bytes, &scout);
}

static ssize_t segment_wise_write(struct kiocb *iocb, struct iov_iter *i)
{
	struct file *file = iocb->ki_filp;
	struct address_space *mapping = file->f_mapping;
	loff_t pos = iocb->ki_pos;
	ssize_t written = 0;
	long status = 0;

	while (iov_iter_count(i)) {
		size_t room = PAGE_SIZE - offset_in_page(pos);
		size_t bytes = min(room, iov_iter_count(i));
		struct folio *folio;
		void *fsdata = NULL;
		size_t copied;

retry:
		if (fault_in_segment(i, bytes)) {
			status = -EFAULT;
			break;
		}

		status = mapping->a_ops->write_begin(file, mapping, pos, bytes, &folio, &fsdata);
		if (status < 0)
			break;
		copied = copy_in_place(folio, offset_in_folio(folio, pos), bytes, i);
		status = mapping->a_ops->write_end(file, mapping, pos, bytes, copied, folio, fsdata);
		if (status < 0)
			break;

		advance(i, status);
		if (status == 0) {
			bytes = min(room, iov_iter_single_seg_count(i));
			goto retry;
		}
		pos += status;
		written += status;
	}

	iocb->ki_pos = pos;
	return written ? written : status;
}

HW_HARNESS(buffered_write, segment_wise_write)
