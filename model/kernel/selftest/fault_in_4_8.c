/* SPDX-License-Identifier: Apache-2.0 */
/* Fault-in of 4.8: two bytes of a range, or one of each page, also where it wraps; every segment of an iterator. */
#define HW_LINUX_VERSION KERNEL_VERSION(4, 8, 0)
#include "fault_in_ends.h"

HW_THREAD(test)
{
	ends_are_probed();
	IS(fault_in_multipages_readable(USER(0), 5), -EFAULT);
	IS(fault_in_multipages_readable(USER(4), 2), 0);
	IS(fault_in_multipages_readable(USER(-2), 4), -EFAULT);
	IS(fault_in_multipages_writeable(USER(-1), 2), -EFAULT);
}
