/* SPDX-License-Identifier: Apache-2.0 */
/* fault_in_pages_readable and fault_in_pages_writeable of 2.6.24 to 4.8: nothing between the ends is probed. */
#define HW_PAGES HW_EVICTED, HW_BAD, HW_EVICTED
#include "small_world.h"

static void ends_are_probed(void)
{
	IS(fault_in_pages_readable(USER(2), 0), 0);
	IS(fault_in_pages_readable(USER(2), 1), -EFAULT);
	IS(hw_page[0], EVICT);

	/* A whole bad page goes unseen between two good ones, but not at an end. */
	IS(fault_in_pages_readable(USER(0), 5), 0);
	IS(hw_page[0], RES);
	IS(hw_page[2], RES);
	IS(fault_in_pages_readable(USER(0), 4), -EFAULT);
	IS(fault_in_pages_readable(USER(3), 2), -EFAULT);

	IS(fault_in_pages_writeable(USER(1), 4), 0);
	IS(fault_in_pages_writeable(USER(1), 2), -EFAULT);
	IS(fault_in_pages_writeable(USER(3), 0), 0);
	IS(hw_user_content[0], HW_STALE);
	IS(hw_user_content[1], HW_ZERO);
	IS(hw_user_content[4], HW_ZERO);
}
