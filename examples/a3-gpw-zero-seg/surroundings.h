/* SPDX-License-Identifier: Apache-2.0 */
/* An empty segment, then one of a byte, and the same again, written to one page of the file. */
#define HW_LINUX_VERSION KERNEL_VERSION(2, 6, 18)
#define HW_PAGES HW_GOOD
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 0) SEGMENT(0, 1) SEGMENT(0, 0) SEGMENT(1, 1)
#define HW_FOLIOS 1

#include <harness/buffered_write.h>
