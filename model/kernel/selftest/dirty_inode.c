/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mmap of a file dirties its inode under mmap_lock for writing, a store to a clean page of it under mmap_lock for
 * reading. The store leaves its page writable.
 */
#define HW_PAGES HW_FILE(0)
#define HW_MMAP_CALLS 1
#define HW_STORE_PAGE 0
#define HW_DIRTY_INODE 1
#include "small_world.h"
#include <hw/process_threads.h>

static void hw_dirty_inode(void)
{
	IS(hw_holds(&hw_mm.mmap_lock), true);
}

static void hw_page_became_bad(unsigned long page)
{
	(void)page;
	hw_assert(false, "no page becomes illegal");
}

/* What the store is for; nothing takes its page away again here. */
HW_THREAD(test)
{
	hw_wait(hw_writable[0] && hw_page[0] == RES);
}
