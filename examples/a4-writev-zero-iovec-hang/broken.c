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
			i->iov++;
			i->nr_segs--;
			i->iov_offset = 0;
		}
	}
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
		struct page *page;
		void *fsdata = NULL;
		size_t copied;

retry:
		/* Only the current segment is looked at. */
		if (iov_iter_fault_in_readable(i, bytes)) {
			status = -EFAULT;
			break;
		}

		status = mapping->a_ops->write_begin(file, mapping, pos, bytes, 0, &page, &fsdata);
		if (status < 0)
			break;
		copied = iov_iter_copy_from_user_atomic(page, i, offset_in_page(pos), bytes);
		status = mapping->a_ops->write_end(file, mapping, pos, bytes, copied, page, fsdata);
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
