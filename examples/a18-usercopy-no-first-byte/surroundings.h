/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two bytes in one page, of which the second faults, copied by instructions that load two bytes. Fault-in looks at the
 * first byte of the page and finds nothing wrong.
 */
#define HW_LINUX_VERSION KERNEL_VERSION(5, 15, 0)
#define HW_PAGES HW_SUBBAD(1)
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 2)
#define HW_FOLIOS 1
#define HW_COPY_UNIT 2

#include <harness/buffered_write.h>
