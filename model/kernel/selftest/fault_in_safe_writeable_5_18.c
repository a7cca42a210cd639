/* SPDX-License-Identifier: Apache-2.0 */
/* fault_in_safe_writeable from 5.18 to 6.14: whatever part it faults in, it reports as the whole. */
#define HW_LINUX_VERSION KERNEL_VERSION(6, 14, 0)
#define HW_PAGES HW_EVICTED, HW_BAD, HW_EVICTED
#include "small_world.h"

static const struct iovec segments[] = { { USER(0), 0 }, { USER(0), 4 }, { USER(4), 2 }, { USER(2), 1 } };

HW_THREAD(test)
{
	struct iov_iter iter;

	IS(fault_in_safe_writeable(USER(0), 0), 0);
	IS(fault_in_safe_writeable(USER(2), 0), 0);
	IS(fault_in_safe_writeable(USER(0), 2), 0);

	/* Two bytes are missing, or all: only the latter shows. */
	IS(fault_in_safe_writeable(USER(0), 4), 0);
	IS(hw_page[0], RES);
	IS(fault_in_safe_writeable(USER(2), 2), 2);

	/* In an iterator the segments behind the part are probed as if nothing had failed. */
	iov_iter_init(&iter, ITER_DEST, segments, 4, 7);
	IS(hw_page[2], EVICT);
	IS(fault_in_iov_iter_writeable(&iter, 6), 0);
	IS(hw_page[2], RES);
	IS(fault_in_iov_iter_writeable(&iter, 7), 1);
	iov_iter_advance(&iter, 6);
	IS(fault_in_iov_iter_writeable(&iter, 1), 1);

	/* The other functions answer truly. */
	IS(fault_in_writeable(USER(0), 4), 2);
	IS(fault_in_readable(USER(0), 4), 2);
}
