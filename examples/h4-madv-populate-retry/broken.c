/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Brings a range in, page by page. A fault may give up mmap_lock; then nothing was brought in so far, and the call takes
 * the lock again and goes on where it was.
 *
 * That fault ended for a reason which only its second try would tell: the page can't be read. Each try here is a first
 * one, for nobody remembers that there was one before.
 */
#include "surroundings.h"

static long faultin_page_range(unsigned long page, unsigned long end, int *locked)
{
	return __get_user_pages(page, end - page, FOLL_UNLOCKABLE, locked);
}

static long madvise_populate(unsigned long page, unsigned long end)
{
	int locked = 1;
	long pages;

	while (page < end) {
		pages = faultin_page_range(page, end, &locked);
		if (!locked) {
			mmap_read_lock(&hw_mm);
			locked = 1;
		}
		if (pages < 0)
			return pages;
		page += pages;
	}
	return 0;
}
