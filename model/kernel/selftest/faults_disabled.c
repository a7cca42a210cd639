/* SPDX-License-Identifier: Apache-2.0 */
/*
 * With page faults disabled a probe tells what is mapped now and brings nothing in, except fault_in_safe_writeable,
 * which doesn't fault. The note useless-fault-in is due here.
 */
#define HW_PAGES HW_RESIDENT, HW_EVICTED, HW_EVICTED
#include "small_world.h"

static const struct iovec segments[] = { { USER(0), 2 }, { USER(2), 4 } };

HW_THREAD(test)
{
	struct iov_iter iter;

	hw_writable[0] = true;
	iov_iter_init(&iter, ITER_DEST, segments, 2, 6);
	pagefault_disable();

	IS(fault_in_readable(USER(0), 4), 2);
	IS(fault_in_readable(USER(2), 2), 2);
	IS(fault_in_iov_iter_readable(&iter, 6), 4);
	IS(fault_in_writeable(USER(0), 4), 2);
	IS(fault_in_writeable(USER(2), 2), 2);
	IS(fault_in_subpage_writeable(USER(0), 4), 2);
	IS(hw_page[1], EVICT);
	IS(hw_page[2], EVICT);

	IS(fault_in_safe_writeable(USER(2), 2), 0);
	IS(hw_storable(2), true);
	IS(hw_page[2], EVICT);
	IS(fault_in_iov_iter_writeable(&iter, 6), 0);
	IS(hw_storable(4), true);
	IS(fault_in_readable(USER(0), 6), 0);

	pagefault_enable();
}
