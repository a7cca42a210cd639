/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A store to a shared mapping of the file faults through page_mkwrite, and so does fault_in_safe_writeable: the folio
 * is read in, the page is writable, and nothing stays locked. FILE_SYSTEM says on which one.
 */
#define HW_PAGES HW_FILE(0), HW_FILE(1)
#include "small_world.h"

static void writable_now(unsigned long page)
{
	IS(hw_storable(page * PAGE_SIZE), true);
	IS(hw_uptodate[page], hw_page[page] == RES);
	IS(hw_folio[page].page.lock, 0);
	IS(hw_mm.mmap_lock.holders, 0);
	IS(hw_inode_glock.holders, 0);
}

HW_THREAD(test)
{
	hw_assume(hw_page[0] == EVICT || hw_uptodate[0]);
	hw_assume(hw_page[1] == EVICT || hw_uptodate[1]);
	IS(hw_store(0, HW_ZERO), true);
	writable_now(0);
	IS(fault_in_safe_writeable(USER(2), 2), 0);
	writable_now(1);
	hw_writable[0] = false;
	IS(fault_in_safe_writeable(USER(0), 2), 0);
	writable_now(0);
}
