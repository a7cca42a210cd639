/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A buffered write that locks several pages of the file, copies to them with faults disabled, and accepts a short copy
 * only to a page that is up to date. It reads pages in beforehand where it knows that they will be written in part.
 *
 * A pass that begins and ends at page boundaries knows of no such page. If the copy to a page that is not up to date is
 * short all the same, nothing is accepted, and the next pass is the same again.
 */
#include "surroundings.h"

static void prepare_uptodate_page(struct page *page, loff_t pos)
{
	if ((offset_in_page(pos)) && !PageUptodate(page))
		btrfs_readpage(page);
}

static void prepare_pages(struct page **pages, unsigned int num_pages, loff_t pos, size_t write_bytes)
{
	for (unsigned int n = 0; n < num_pages; n++)
		pages[n] = grab_cache_page(pos + n * PAGE_SIZE);
	prepare_uptodate_page(pages[0], pos);
	prepare_uptodate_page(pages[num_pages - 1], pos + write_bytes);
}

static size_t btrfs_copy_from_user(loff_t pos, size_t write_bytes, struct page **pages, struct iov_iter *i)
{
	size_t offset = offset_in_page(pos), total = 0;
	unsigned int n = 0;

	while (write_bytes > 0) {
		size_t count = min(PAGE_SIZE - offset, write_bytes);
		size_t copied = copy_in_place(pages[n], offset, count, i);

		/* A page that is not up to date takes all or nothing. */
		if (!PageUptodate(pages[n]) && copied < count)
			copied = 0;

		iov_iter_advance(i, copied);
		write_bytes -= copied;
		total += copied;
		if (copied < count)
			break;
		offset = 0;
		n++;
	}
	return total;
}

static void dirty_and_drop_pages(struct page **pages, unsigned int num_pages, loff_t pos, size_t copied)
{
	for (unsigned int n = 0; n < num_pages; n++) {
		size_t bytes = min(PAGE_SIZE - offset_in_page(pos), copied);

		if (bytes)
			btrfs_dirty_page(pages[n], pos, bytes);
		unlock_page(pages[n]);
		pos += bytes;
		copied -= bytes;
	}
}

static ssize_t btrfs_style_write(struct kiocb *iocb, struct iov_iter *i)
{
	struct page *pages[BTRFS_PAGES];
	unsigned int nrptrs = BTRFS_PAGES;
	loff_t pos = iocb->ki_pos;
	ssize_t num_written = 0;
	int ret = 0;

	while (iov_iter_count(i) > 0) {
		size_t offset = offset_in_page(pos);
		size_t write_bytes = min(iov_iter_count(i), nrptrs * PAGE_SIZE - offset);
		unsigned int num_pages = DIV_ROUND_UP(write_bytes + offset, PAGE_SIZE);
		size_t copied;

		if (fault_in_segment(i, write_bytes)) {
			ret = -EFAULT;
			break;
		}
		prepare_pages(pages, num_pages, pos, write_bytes);
		copied = btrfs_copy_from_user(pos, write_bytes, pages, i);

		/* On trouble, go on page by page. */
		if (copied < write_bytes)
			nrptrs = 1;
		dirty_and_drop_pages(pages, num_pages, pos, copied);
		pos += copied;
		num_written += copied;
	}

	iocb->ki_pos = pos;
	return num_written ? num_written : ret;
}

HW_HARNESS(buffered_write, btrfs_style_write)
