/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any request of 0 to 3 bytes, the last of which can't be stored to, at any position of a file of 3 bytes. Each page of
 * the file is in the page cache at the start or not, and there up to date or not.
 */
#define HW_PAGES HW_GOOD, HW_READ_ONLY
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 2) SEGMENT(2, 1)
#define HW_FILE_SIZE 3
#define HW_READ_POS_UPTO 3
#define HW_READ_COUNT_FROM 0

#include <harness/buffered_read.h>

/* Which pages of the file the page cache has. Once there they stay: no reclaim of the page cache. */
static bool page_cached[HW_FOLIOS] hw_lazy(0, 1);

/* find_get_pages_contig, mm/filemap.c, 5.11: the cached pages from `index` on, up to `nr` or to the first gap. */
static unsigned int find_get_pages_contig(struct address_space *mapping, pgoff_t index, unsigned int nr,
					  struct page **pages)
{
	unsigned int found = 0;

	(void)mapping;
	while (found < nr && index + found < HW_FOLIOS && page_cached[index + found]) {
		pages[found] = &hw_folio[index + found].page;
		found++;
	}
	return found;
}

/* Reads a page in under its lock, as a_ops->readpage does in the end. */
static void read_page(struct page *page)
{
	lock_page(page);
	hw_read_in(page_folio(page));
	unlock_page(page);
}

/* page_cache_alloc, add_to_page_cache_lru and readpage, mm/filemap.c, 5.11: -EEXIST where the cache has the page. */
static int read_no_cached_page(struct address_space *mapping, pgoff_t index, struct page **page)
{
	int error = 0;

	(void)mapping;
	hw_atomic {
		if (page_cached[index]) {
			error = -EEXIST;
		} else {
			page_cached[index] = true;
			hw_uptodate[index] = false;
		}
	}
	if (error)
		return error;
	*page = &hw_folio[index].page;
	read_page(*page);
	return 0;
}
