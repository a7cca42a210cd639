/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two bytes in one page, of which the second faults, written to one page of the file. Fault-in looks at the first byte
 * of a page and finds nothing wrong.
 */
#define HW_LINUX_VERSION KERNEL_VERSION(5, 13, 0)
#define HW_PAGES HW_SUBBAD(1)
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 2)
#define HW_FOLIOS 1

#include <harness/buffered_write.h>
