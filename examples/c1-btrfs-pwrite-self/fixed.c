/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file system's own buffered write: it faults the source in, locks all pages of the file that the next chunk
 * touches, and copies with page faults disabled. After a short copy it goes on with one page at a time, and after a
 * copy of nothing it reads that page in first, so that even a single byte of it can be accepted.
 */
#include "surroundings.h"

static size_t btrfs_copy_from_user(loff_t pos, size_t bytes, struct page **pages, struct iov_iter *i)
{
	size_t total = 0, offset = offset_in_page(pos);

	while (bytes > 0) {
		size_t count = min(PAGE_SIZE - offset, bytes);
		struct page *page = *pages;
		size_t copied = copy_page_from_iter_atomic(page, offset, count, i);

		/* A part of a page that is not up to date is worth nothing. */
		if (!PageUptodate(page) && copied < count) {
			iov_iter_revert(i, copied);
			copied = 0;
		}
		if (copied == 0)
			break;
		bytes -= copied;
		total += copied;
		offset += copied;
		if (offset == PAGE_SIZE) {
			pages++;
			offset = 0;
		}
	}
	return total;
}

static ssize_t btrfs_style_write(struct kiocb *iocb, struct iov_iter *i)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	struct page *pages[NR_PAGES];
	size_t nrptrs = NR_PAGES;
	bool force_page_uptodate = false;
	loff_t pos = iocb->ki_pos;
	ssize_t written = 0;
	int error = 0;

	while (iov_iter_count(i)) {
		size_t offset = offset_in_page(pos);
		size_t bytes = min(iov_iter_count(i), nrptrs * PAGE_SIZE - offset);
		size_t num_pages = DIV_ROUND_UP(bytes + offset, PAGE_SIZE);
		size_t copied;

		if (fault_in_iov_iter_readable(i, bytes) == bytes) {
			error = -EFAULT;
			break;
		}

		prepare_pages(pages, num_pages, pos, bytes, force_page_uptodate);
		copied = btrfs_copy_from_user(pos, bytes, pages, i);
		if (copied < bytes)
			nrptrs = 1;
		force_page_uptodate = copied == 0;
		btrfs_dirty_pages(inode, pos, copied);
		btrfs_drop_pages(pages, num_pages);
		pos += copied;
		written += copied;
	}

	iocb->ki_pos = pos;
	return written ? written : error;
}

HW_HARNESS(buffered_write, btrfs_style_write)
