/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hole and data are read, the hole across the border of two pages, of which any may be missing at first. A store of
 * several bytes may stop early.
 */
#define HW_PAGES HW_GOOD, HW_GOOD
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 3)
#define HW_EXTENTS HW_HOLE(2), HW_DATA(2)
#define HW_SHORT_COPY 1
#define HW_OWN_IOMAP_DIO_HOLE_ITER

#include <harness/nofault_read.h>
