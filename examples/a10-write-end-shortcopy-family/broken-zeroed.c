/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A buffered write, and the write_end of a network file system. All of the page was to be overwritten, so that it
 * was not read from the server; then the copy is short.
 *
 * write_end zeroes the rest and marks the page up to date. The rest is not rubbish then, but what the file held
 * there is lost.
 */
#include "surroundings.h"

static int net_fs_write_end(struct file *file, struct address_space *mapping, loff_t pos, unsigned len, unsigned copied,
			    struct page *page, void *fsdata)
{
	(void)file, (void)mapping, (void)fsdata;
	if (copied < len)
		hw_zero_range(page_folio(page), offset_in_page(pos) + copied, len - copied);
	if (!PageUptodate(page))
		SetPageUptodate(page);
	hw_accept(pos, copied);
	unlock_page(page);
	return copied;
}

static ssize_t pre_fault_write(struct kiocb *iocb, struct iov_iter *i)
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
		copied = iov_iter_copy_from_user_atomic(page, i, offset, bytes);
		status = mapping->a_ops->write_end(file, mapping, pos, bytes, copied, page, fsdata);
		if (status < 0)
			break;

		iov_iter_advance(i, status);
		if (status == 0) {
			bytes = min(PAGE_SIZE - offset, iov_iter_single_seg_count(i));
			goto again;
		}
		pos += status;
		written += status;
	}

	iocb->ki_pos = pos;
	return written ? written : status;
}

HW_HARNESS(buffered_write, pre_fault_write)
