/* SPDX-License-Identifier: Apache-2.0 */
/*
 * User memory begins inside a page, and ends in a mapping of the very page that it is written to. Another thread may
 * unmap it at any time.
 */
#define HW_PAGES HW_GOOD, HW_GOOD, HW_FILE(2)
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 1) SEGMENT(2, 0) SEGMENT(2, 4)
#define HW_FOLIOS 3
#define HW_MUNMAP 1

#include <harness/direct_io.h>

HW_SPEC("direct_io_choices");

#define btrfs_iomap_ops hw_iomap_ops
