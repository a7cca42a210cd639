/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two pages of the file are written, the second one in part and from a mapping of itself; so is a
 * byte of the first, whose other byte comes from elsewhere. The file system's own loop locks several pages of the file
 * at a time; what it does to them by itself is here.
 */
#define HW_PAGES HW_GOOD, HW_FILE(1)
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 3)
#define HW_FOLIOS 2

#include <harness/buffered_write.h>

#define NR_PAGES 2

/* prepare_uptodate_page, fs/btrfs/file.c, 5.10: a page that will be written in part is read in. No choice. */
static void prepare_uptodate_page(struct page *page, loff_t pos, bool force)
{
	if ((offset_in_page(pos) || force) && !PageUptodate(page))
		folio_mark_uptodate(page_folio(page));
}

/* prepare_pages: locks every page that the range touches, and reads in the first and the last where it must. */
static void prepare_pages(struct page **pages, size_t num_pages, loff_t pos, size_t bytes, bool force)
{
	for (size_t k = 0; k < num_pages; k++) {
		pages[k] = &hw_folio[pos / PAGE_SIZE + k].page;
		lock_page(pages[k]);
		if (k == 0)
			prepare_uptodate_page(pages[k], pos, force);
		if (k == num_pages - 1)
			prepare_uptodate_page(pages[k], pos + bytes, false);
	}
}

/* btrfs_dirty_pages: what was copied is in the file now. A page that was written as a whole is up to date. */
static void btrfs_dirty_pages(struct inode *inode, loff_t pos, size_t copied)
{
	for (loff_t page = PAGE_ALIGN(pos); page + PAGE_SIZE <= pos + copied; page += PAGE_SIZE)
		folio_mark_uptodate(&hw_folio[page / PAGE_SIZE]);
	hw_accept(pos, copied);
	if (pos + copied > i_size_read(inode))
		i_size_write(inode, pos + copied);
}

static void btrfs_drop_pages(struct page **pages, size_t num_pages)
{
	for (size_t k = 0; k < num_pages; k++)
		unlock_page(pages[k]);
}
