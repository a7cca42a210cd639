/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where software keeps young and dirty: each access needs its bits, a fault sets just those, and against pages that
 * grow old and clean a store and a fault-in still end. A page that is held stays as it is.
 */
#define HW_PAGES HW_RESIDENT, HW_RESIDENT
#define HW_SOFTWARE_BITS 1
#define HW_HELD(page) ((page) == 0)
#include "small_world.h"

static void old_and_clean(unsigned long page)
{
	hw_writable[page] = true;
	hw_young[page] = hw_dirty[page] = false;
}

HW_THREAD(test)
{
	old_and_clean(0);
	pagefault_disable();
	IS(hw_load(0), false);
	IS(hw_store(0, HW_ZERO), false);
	pagefault_enable();

	IS(hw_load(0), true);
	IS(hw_young[0], true);
	IS(hw_dirty[0], false);
	IS(hw_storable(0), false);
	IS(hw_store(0, HW_ZERO), true);
	IS(hw_dirty[0], true);
	IS(hw_user_content[0], HW_ZERO);

	old_and_clean(0);
	IS(fault_in_safe_writeable(USER(0), 1), 0);
	IS(hw_storable(0), true);

	hw_young[0] = false;
	IS(hw_storable(0), false);
	IS(hw_store(2, HW_ZERO), true);
	IS(fault_in_safe_writeable(USER(2), 1), 0);
	IS(hw_page[1], RES);
}
