/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A long write: four pages of memory to four pages of the file, all of them there, to a process that may be killed
 * meanwhile. Linux 4.3.
 */
#define HW_LINUX_VERSION KERNEL_VERSION(4, 3, 0)
#define HW_PAGES HW_RESIDENT, HW_RESIDENT, HW_RESIDENT, HW_RESIDENT
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 8)
#define HW_FOLIOS 4
#define HW_RECLAIM 0
#define HW_KILL 1

#include <harness/buffered_write.h>
