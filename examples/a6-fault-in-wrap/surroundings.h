/* SPDX-License-Identifier: Apache-2.0 */
/* Two bytes of which the first has the greatest address there is and the second address 0; one page of the file. */
#define HW_LINUX_VERSION KERNEL_VERSION(4, 7, 0)
#define HW_PAGES HW_GOOD
#define HW_SEGMENTS(SEGMENT) SEGMENT(-1UL, 2)
#define HW_FOLIOS 1

#include <harness/buffered_write.h>
