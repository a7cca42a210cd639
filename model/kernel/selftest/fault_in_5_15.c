/* SPDX-License-Identifier: Apache-2.0 */
/* Fault-in from 4.9 to 5.15: each page of each segment, and all fails where a part does. */
#define HW_LINUX_VERSION KERNEL_VERSION(5, 15, 0)
#define HW_PAGES HW_EVICTED, HW_EVICTED, HW_SUBBAD(1), HW_BAD, HW_EVICTED
#include "small_world.h"

static const struct iovec segments[] = {
	{ USER(6), 0 }, { USER(1), 1 }, { USER(6), 0 }, { USER(2), 4 }, { USER(7), 1 }, { USER(8), 1 },
};

HW_THREAD(test)
{
	struct iov_iter iter;

	/* First byte, then those a page apart, then the last one where it is on a page of its own. */
	IS(fault_in_pages_readable(USER(6), 0), 0);
	IS(fault_in_pages_readable(USER(0), 4), 0);
	IS(hw_page[1], RES);
	IS(fault_in_pages_readable(USER(1), 4), 0);
	IS(fault_in_pages_readable(USER(1), 5), -EFAULT);
	IS(fault_in_pages_readable(USER(4), 2), 0);
	IS(fault_in_pages_readable(USER(4), 3), -EFAULT);
	IS(fault_in_pages_readable(USER(-1), 2), -EFAULT);
	IS(fault_in_pages_writeable(USER(0), 2), 0);
	IS(fault_in_pages_writeable(USER(0), 8), -EFAULT);
	IS(fault_in_pages_writeable(USER(-1), 2), -EFAULT);

	/* Every segment in the window, and none behind it. */
	iov_iter_init(&iter, ITER_SOURCE, segments, 6, 7);
	IS(iov_iter_fault_in_readable(&iter, 0), 0);
	IS(iov_iter_fault_in_readable(&iter, 5), 0);
	IS(iov_iter_fault_in_readable(&iter, 6), -EFAULT);
	IS(hw_page[4], EVICT);
	iov_iter_advance(&iter, 6);
	IS(iov_iter_fault_in_readable(&iter, 1), 0);
	IS(iov_iter_fault_in_readable(&iter, 3), 0);
	IS(hw_page[4], RES);
}
