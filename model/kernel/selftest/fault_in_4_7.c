/* SPDX-License-Identifier: Apache-2.0 */
/* Fault-in from 3.5 to 4.7: two bytes of a range, or one of each page; of an iterator the current segment alone. */
#define HW_LINUX_VERSION KERNEL_VERSION(4, 7, 0)
#include "fault_in_ends.h"

static const struct iovec segments[] = { { USER(2), 0 }, { USER(0), 1 }, { USER(2), 1 }, { USER(0), 5 } };

HW_THREAD(test)
{
	struct iov_iter iter;

	ends_are_probed();
	IS(fault_in_multipages_readable(USER(0), 5), -EFAULT);
	IS(fault_in_multipages_readable(USER(1), 2), -EFAULT);
	IS(fault_in_multipages_readable(USER(4), 2), 0);
	IS(fault_in_multipages_readable(USER(2), 0), 0);
	IS(fault_in_multipages_writeable(USER(0), 2), 0);
	IS(fault_in_multipages_writeable(USER(1), 3), -EFAULT);

	/* The end of the range is before its start: nothing is probed, and all is well. */
	IS(fault_in_multipages_readable(USER(-2), 4), 0);
	IS(fault_in_multipages_writeable(USER(-1), 2), 0);
	IS(fault_in_multipages_readable(USER(-2), 2), -EFAULT);

	/* The empty segment has nothing to probe, whatever follows; the second one nothing bad. */
	iov_iter_init(&iter, ITER_SOURCE, segments, 4, 7);
	IS(iov_iter_fault_in_readable(&iter, 7), 0);
	iov_iter_advance(&iter, 0);
	IS(iov_iter_fault_in_readable(&iter, 7), 0);
	iov_iter_advance(&iter, 1);
	IS(iov_iter_fault_in_readable(&iter, 6), -EFAULT);

	/* Even of one segment only the ends. */
	iov_iter_advance(&iter, 1);
	IS(iov_iter_fault_in_readable(&iter, 5), 0);
	IS(iov_iter_fault_in_readable(&iter, 4), -EFAULT);
}
