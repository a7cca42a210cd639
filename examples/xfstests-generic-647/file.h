/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The test's file, on gfs2: a hole, and a page of data. Both are mapped; nobody has touched the mapping, or somebody
 * has.
 */
#define HW_PAGES HW_FILE(0), HW_FILE(1)
#define HW_FOLIOS 2
#define HW_EXTENTS HW_HOLE(2), HW_DATA(2)
#define HW_GFS2 1
