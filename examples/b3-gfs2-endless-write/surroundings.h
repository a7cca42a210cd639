/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One good byte and a bad one behind it, written to one page of a gfs2 file. Nothing but the bad one stops a fault-in.
 */
#define HW_PAGES HW_GOOD, HW_BAD
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 1) SEGMENT(2, 1)
#define HW_FOLIOS 1
#define HW_GFS2 1
#define HW_PARTIAL_FAULT_IN 0

#include <harness/buffered_write.h>
