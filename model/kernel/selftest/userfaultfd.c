/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A page that was never filled is filled by the pager when a fault asks for it, for loads and for stores; with faults
 * disabled nobody asks. Nothing stays locked.
 */
#define HW_PAGES HW_MISSING, HW_MISSING, HW_RESIDENT
#define HW_UFFD 1
#include "small_world.h"

HW_THREAD(test)
{
	pagefault_disable();
	IS(hw_load(0), false);
	IS(fault_in_readable(USER(0), 4), 4);
	pagefault_enable();
	IS(hw_page[0], UFFD);
	IS(hw_asked, 0);

	IS(hw_load(0), true);
	IS(hw_page[0], RES);
	IS(hw_page[1], UFFD);
	IS(hw_storable(0), true);
	IS(fault_in_writeable(USER(2), 4), 0);
	IS(hw_page[1], RES);
	IS(hw_user_content[2], HW_ZERO);
	IS(hw_mm.mmap_lock.holders, 0);
}
