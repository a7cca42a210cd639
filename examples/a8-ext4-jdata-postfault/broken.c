/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A buffered write that faults its source in after a copy that brought nothing, as it was tried in 4.3-rc, and a file
 * system that puts file data through its journal.
 *
 * The loop is right, and now a copy of nothing is common. It makes write_end zero the fresh buffer, with a function
 * that marks it dirty by itself; but the buffer belongs to the running transaction.
 */
#include "surroundings.h"

/* As page_zero_new_buffers does it for file systems without a journal. */
static void zero_new_buffers(struct page *page, unsigned from, unsigned to)
{
	if (!hw_buffer.fresh)
		return;
	hw_zero_range(page_folio(page), from, to - from);
	hw_buffer.fresh = false;
	mark_buffer_dirty(&hw_buffer);
}

static int ext4_journalled_write_end(struct file *file, struct address_space *mapping, loff_t pos, unsigned len,
				     unsigned copied, struct page *page, void *fsdata)
{
	unsigned from = offset_in_page(pos);

	(void)file, (void)mapping, (void)fsdata;
	if (copied < len) {
		if (!PageUptodate(page))
			copied = 0;
		zero_new_buffers(page, from + copied, from + len);
	}
	ext4_handle_dirty_metadata(&hw_buffer);
	SetPageUptodate(page);
	hw_accept(pos, copied);
	unlock_page(page);
	return copied;
}

static ssize_t post_fault_write(struct kiocb *iocb, struct iov_iter *i)
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
		status = mapping->a_ops->write_begin(file, mapping, pos, bytes, 0, &page, &fsdata);
		if (status < 0)
			break;
		copied = iov_iter_copy_from_user_atomic(page, i, offset, bytes);
		status = mapping->a_ops->write_end(file, mapping, pos, bytes, copied, page, fsdata);
		if (status < 0)
			break;

		iov_iter_advance(i, status);
		if (status == 0) {
			if (iov_iter_fault_in_readable(i, bytes)) {
				status = -EFAULT;
				break;
			}
			goto again;
		}
		pos += status;
		written += status;
	}

	iocb->ki_pos = pos;
	return written ? written : status;
}

HW_HARNESS(buffered_write, post_fault_write)
