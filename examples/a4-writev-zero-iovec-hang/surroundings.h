/* SPDX-License-Identifier: Apache-2.0 */
/* An empty segment, then one of two bytes whose page is not mapped, written to one page of the file. */
#define HW_LINUX_VERSION KERNEL_VERSION(2, 6, 24)
#define HW_PAGES HW_EVICTED
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 0) SEGMENT(0, 2)
#define HW_FOLIOS 1

#include <harness/buffered_write.h>
