/* SPDX-License-Identifier: Apache-2.0 */
/* Two pages of a gfs2 file are written from a mapping of themselves, not aligned; the last byte asked for is bad. */
#define HW_PAGES HW_FILE(0), HW_FILE(1), HW_BAD
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 4)
#define HW_FOLIOS 2
#define HW_GFS2 1

#include <harness/buffered_write.h>
