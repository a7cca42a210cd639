/* SPDX-License-Identifier: Apache-2.0 */
/* fault_in_pages_readable up to 2.6.23: first and last byte, no answer; for stores there is one. */
#define HW_LINUX_VERSION KERNEL_VERSION(2, 6, 23)
#define HW_PAGES HW_EVICTED, HW_EVICTED, HW_EVICTED, HW_BAD, HW_EVICTED
#include "small_world.h"

static void mapped_are(int page_0, int page_1, int page_2, int page_4)
{
	IS(hw_page[0], page_0);
	IS(hw_page[1], page_1);
	IS(hw_page[2], page_2);
	IS(hw_page[4], page_4);
}

HW_THREAD(test)
{
	/* The page in the middle is left out. */
	fault_in_pages_readable(USER(1), 4);
	mapped_are(RES, EVICT, RES, EVICT);

	/* What fails is not told; behind a first byte that fails nothing is tried. */
	fault_in_pages_readable(USER(7), 2);
	mapped_are(RES, EVICT, RES, EVICT);
	fault_in_pages_readable(USER(2), 6);
	mapped_are(RES, RES, RES, EVICT);

	/* A byte is touched even if none is asked for. */
	fault_in_pages_readable(USER(8), 0);
	mapped_are(RES, RES, RES, RES);

	IS(fault_in_pages_writeable(USER(0), 2), 0);
	IS(fault_in_pages_writeable(USER(4), 3), -EFAULT);
	IS(hw_user_content[0], HW_ZERO);
	IS(hw_user_content[1], HW_STALE);
	IS(hw_user_content[4], HW_ZERO);
}
