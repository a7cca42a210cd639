/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Data and a hole; user memory begins inside a page and goes on in a mapping of the file. Another thread may unmap it
 * at any time.
 */
#define HW_PAGES HW_GOOD, HW_FILE(1)
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 1) SEGMENT(2, 0) SEGMENT(2, 2)
#define HW_EXTENTS HW_DATA(2), HW_HOLE(2)
#define HW_MUNMAP 1

#include <harness/direct_io.h>

HW_SPEC("direct_io_choices");

#define btrfs_iomap_ops hw_iomap_ops
