/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pinning: nofault keeps it from faulting, pagefault_disable does not; what a store needs it makes writable; single
 * bytes that fault don't show; the answer counts bytes from the iterator on, up to the end of its segment.
 */
#define HW_PAGES HW_RESIDENT, HW_EVICTED, HW_SUBBAD(1), HW_READ_ONLY, HW_BAD
#include "small_world.h"
#include <hw/pinned_pages.h>

static const struct iovec segments[] = { { USER(0), 0 }, { USER(1), 4 }, { USER(5), 1 }, { USER(6), 4 } };

static void loads(void)
{
	struct page *pages[4];
	struct iov_iter iter;
	size_t start;

	iov_iter_init(&iter, ITER_SOURCE, segments, 4, 9);
	iter.nofault = true;
	IS(iov_iter_get_pages(&iter, pages, 9, 4, &start), 1);
	IS(start, 1);
	IS(pages[0] - hw_frame, 0);
	iov_iter_advance(&iter, 1);
	IS(iov_iter_get_pages(&iter, pages, 8, 4, &start), -EFAULT);
	IS(hw_page[1], EVICT);

	iter.nofault = false;
	pagefault_disable();
	IS(iov_iter_get_pages(&iter, pages, 8, 1, &start), 2);
	IS(iov_iter_get_pages(&iter, pages, 1, 4, &start), 1);
	IS(iov_iter_get_pages(&iter, pages, 8, 4, &start), 3);
	IS(pages[1] - hw_frame, 2);
	IS(hw_page[1], RES);
	pagefault_enable();

	iov_iter_advance(&iter, 3);
	IS(iov_iter_get_pages(&iter, pages, 5, 4, &start), 1);
	iov_iter_advance(&iter, 1);
	IS(iov_iter_get_pages(&iter, pages, 4, 4, &start), 2);
	IS(pages[0] - hw_frame, 3);
	iov_iter_advance(&iter, 2);
	IS(iov_iter_get_pages(&iter, pages, 2, 4, &start), -EFAULT);
	IS(iov_iter_count(&iter), 2);
}

static void stores(void)
{
	struct page *pages[4];
	struct iov_iter iter;
	size_t start;

	iov_iter_init(&iter, ITER_DEST, segments, 4, 9);
	hw_writable[0] = false;
	hw_writable[1] = false;
	iter.nofault = true;
	IS(iov_iter_get_pages(&iter, pages, 9, 4, &start), -EFAULT);
	hw_writable[0] = true;
	IS(iov_iter_get_pages(&iter, pages, 9, 4, &start), 1);
	iter.nofault = false;
	IS(iov_iter_get_pages(&iter, pages, 9, 4, &start), 4);
	IS(hw_page_storable(1), true);
	IS(hw_user_content[2], HW_STALE);
	iov_iter_advance(&iter, 5);
	IS(iov_iter_get_pages(&iter, pages, 4, 4, &start), -EFAULT);
	IS(hw_mm.mmap_lock.holders, 0);
}

HW_THREAD(test)
{
	loads();
	stores();
}
