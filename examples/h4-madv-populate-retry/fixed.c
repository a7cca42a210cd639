/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Brings a range in, page by page. A fault may give up mmap_lock; then the lock is taken again, and the page is tried
 * once more, as a second try. Such a try keeps the lock, unless a fatal signal comes, and says what is wrong.
 */
#include "surroundings.h"

static long __get_user_pages_locked(unsigned long page, unsigned long nr_pages, unsigned int flags, int *locked)
{
	bool lock_dropped = false;
	long pages_done = 0, ret;

	for (;;) {
		ret = __get_user_pages(page, nr_pages, flags, locked);
		if (ret > 0) {
			nr_pages -= ret;
			pages_done += ret;
			if (!nr_pages)
				break;
		}
		if (*locked) {
			/* No fault gave the lock up: this is an error. */
			if (!pages_done)
				pages_done = ret;
			break;
		}

		page += ret;
		lock_dropped = true;
retry:
		if (fatal_signal_pending(current)) {
			if (!pages_done)
				pages_done = -EINTR;
			break;
		}
		mmap_read_lock(&hw_mm);
		*locked = 1;
		ret = __get_user_pages(page, 1, flags | FOLL_TRIED, locked);
		if (!*locked)
			goto retry;
		if (ret != 1) {
			if (!pages_done)
				pages_done = ret;
			break;
		}
		nr_pages--;
		pages_done++;
		if (!nr_pages)
			break;
		page++;
	}
	if (lock_dropped && *locked) {
		mmap_read_unlock(&hw_mm);
		*locked = 0;
	}
	return pages_done;
}

static long faultin_page_range(unsigned long page, unsigned long end, int *locked)
{
	return __get_user_pages_locked(page, end - page, FOLL_UNLOCKABLE, locked);
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
