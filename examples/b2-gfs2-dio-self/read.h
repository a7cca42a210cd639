/* SPDX-License-Identifier: Apache-2.0 */
/* The first two pages of a gfs2 file, data and a hole, are read into a mapping of that file's other two pages. */
#define HW_PAGES HW_FILE(2), HW_FILE(3)
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 4)
#define HW_FOLIOS 4
#define HW_EXTENTS HW_DATA(2), HW_HOLE(2), HW_DATA(4)
#define HW_GFS2 1

#include <harness/direct_io.h>

#define gfs2_iomap_ops hw_iomap_ops
