/* SPDX-License-Identifier: Apache-2.0 */
/* A gfs2 file of four pages is written: two from ordinary memory, the other two from a mapping of themselves. */
#define HW_PAGES HW_RESIDENT, HW_GOOD, HW_FILE(2), HW_FILE(3)
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 8)
#define HW_FOLIOS 4
#define HW_BIO_PAGES 4
#define HW_GFS2 1

#include <harness/direct_io.h>

#define gfs2_iomap_ops hw_iomap_ops
#define gfs2_file_buffered_write hw_write_through_cache
