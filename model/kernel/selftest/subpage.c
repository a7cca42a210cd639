/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes that fault in a good page: what the page probes don't see, the subpage probe does. */
#define HW_PAGES HW_GOOD, HW_SUBBAD(1), HW_GOOD, HW_SUBBAD(0), HW_BAD
#include "small_world.h"

HW_THREAD(test)
{
	IS(fault_in_subpage_writeable(USER(0), 0), 0);
	IS(fault_in_subpage_writeable(USER(3), 0), 0);
	IS(fault_in_subpage_writeable(USER(0), 2), 0);

	/* Byte 3 is bad. */
	IS(fault_in_readable(USER(1), 5), 0);
	IS(fault_in_writeable(USER(1), 5), 0);
	IS(fault_in_safe_writeable(USER(1), 5), 0);
	IS(fault_in_subpage_writeable(USER(1), 5), 3);
	IS(fault_in_subpage_writeable(USER(1), 2), 0);

	/* As the first byte it shows, except to fault_in_safe_writeable, which looks at the page table alone. */
	IS(fault_in_readable(USER(3), 1), 1);
	IS(fault_in_writeable(USER(3), 1), 1);
	IS(fault_in_subpage_writeable(USER(3), 1), 1);
	IS(fault_in_safe_writeable(USER(3), 1), 0);
	IS(fault_in_safe_writeable(USER(6), 2), 0);

	/* The page probe's own end is kept. */
	IS(fault_in_subpage_writeable(USER(4), 4), 2);
	IS(fault_in_subpage_writeable(USER(8), 2), 2);
}
