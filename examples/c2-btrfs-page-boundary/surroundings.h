/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three good bytes in two segments, each in a page of its own, written to the first page of the file and a part of the
 * second. With them, what btrfs' own write loop asks of its file system (fs/btrfs/file.c, 2.6.37): a page that is read
 * in, and pages of which new content is taken. No choices.
 */
#define HW_PAGES HW_GOOD, HW_GOOD
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 1) SEGMENT(2, 2)

#include <harness/buffered_write.h>

/* How many pages a pass may take at once. */
#define BTRFS_PAGES 2

/* grab_cache_page: locked, whether up to date or not. */
static inline struct page *grab_cache_page(loff_t pos)
{
	struct page *page = &hw_folio[pos / PAGE_SIZE].page;

	hw_require("contract", pos / PAGE_SIZE < HW_FOLIOS, "a page behind the end of the model's file");
	lock_page(page);
	return page;
}

/* The file's content replaces what a copy may have left in the page; it stays locked. */
static inline void btrfs_readpage(struct page *page)
{
	for (size_t offset = 0; offset < PAGE_SIZE; offset++)
		hw_store_granule(page_folio(page), offset, HW_STALE);
	folio_mark_uptodate(page_folio(page));
}

/* The bytes are the file's from now on. What else is in the page has to be the file's, too. */
static inline void btrfs_dirty_page(struct page *page, loff_t pos, size_t bytes)
{
	hw_assert(PageUptodate(page) || bytes == PAGE_SIZE, "a page that is written in part is up to date");
	folio_mark_uptodate(page_folio(page));
	hw_accept(pos, bytes);
}

/* The fault-in of that time: the current segment alone. True if a part is missing. */
static inline bool fault_in_segment(struct iov_iter *i, size_t bytes)
{
	const char __user *start = (const char __user *)hw_address(i);

	return fault_in_readable(start, min(bytes, iov_iter_single_seg_count(i))) != 0;
}

/* The copy of that time: it leaves the iterator where it is. */
static inline size_t copy_in_place(struct page *page, size_t offset, size_t bytes, const struct iov_iter *i)
{
	struct iov_iter scout = *i;

	return copy_page_from_iter_atomic(page, offset, bytes, &scout);
}
