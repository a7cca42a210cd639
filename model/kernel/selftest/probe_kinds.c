/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The probe is the access: a load proves no store, a store leaves a zero behind, and the safe kind leaves nothing. A
 * loop that stores must probe for stores.
 */
#define HW_PAGES HW_EVICTED, HW_GOOD, HW_READ_ONLY
#include "small_world.h"

static void content_is(unsigned short byte_0, unsigned short byte_1, unsigned short byte_2, unsigned short byte_3)
{
	IS(hw_user_content[0], byte_0);
	IS(hw_user_content[1], byte_1);
	IS(hw_user_content[2], byte_2);
	IS(hw_user_content[3], byte_3);
}

HW_THREAD(test)
{
	bool writable = hw_writable[0];
	char byte[1] = { 6 };

	/* A load maps the page; whether a store passes then depends on what it was before. */
	IS(fault_in_readable(USER(0), 2), 0);
	IS(hw_loadable(0), true);
	IS(hw_storable(0), writable);
	pagefault_disable();
	IS(copy_to_user(USER(0), byte, 1), !writable);
	pagefault_enable();

	/* Read-only memory can be loaded and not stored to, with or without faults. */
	IS(fault_in_readable(USER(4), 2), 0);
	IS(fault_in_writeable(USER(4), 2), 2);
	IS(fault_in_safe_writeable(USER(4), 2), 2);
	IS(fault_in_subpage_writeable(USER(4), 2), 2);
	IS(copy_to_user(USER(4), byte, 1), 1);
	IS(hw_user_content[4], HW_STALE);

	/* The safe probe proves stores, and stores nothing. */
	hw_user_content[0] = HW_STALE;
	IS(fault_in_safe_writeable(USER(0), 4), 0);
	content_is(HW_STALE, HW_STALE, HW_STALE, HW_STALE);
	IS(hw_storable(0), true);
	IS(hw_storable(3), true);

	/* So does the other one, and stores zeroes: to the first byte, and to the first of each further page. */
	IS(fault_in_writeable(USER(1), 3), 0);
	content_is(HW_STALE, HW_ZERO, HW_ZERO, HW_STALE);

	/* What was delivered before is lost. */
	IS(copy_to_user(USER(3), byte, 1), 0);
	content_is(HW_STALE, HW_ZERO, HW_ZERO, hw_tag_of(6));
	IS(fault_in_writeable(USER(3), 1), 0);
	content_is(HW_STALE, HW_ZERO, HW_ZERO, HW_ZERO);
}
