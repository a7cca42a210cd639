/* SPDX-License-Identifier: Apache-2.0 */
/* Two pages are written with O_DIRECT; of the memory that they come from only the first page was touched before. */
#define HW_PAGES HW_RESIDENT, HW_EVICTED
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 4)

#include <harness/direct_io.h>

HW_SPEC("direct_io_choices");
