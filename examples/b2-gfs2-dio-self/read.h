/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two pages of a gfs2 file, data and a hole unless the model says otherwise, are read into a mapping of its other
 * two.
 */
#define HW_PAGES HW_FILE(2), HW_FILE(3)
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 4)
#define HW_FOLIOS 4
#ifndef HW_EXTENTS
#define HW_EXTENTS HW_DATA(2), HW_HOLE(2), HW_DATA(4)
#endif
#define HW_GFS2 1

#include <harness/direct_io.h>

#define gfs2_iomap_ops hw_iomap_ops
