/* SPDX-License-Identifier: Apache-2.0 */
/* Another thread of the process maps a file of the same pool, which notes the time of access in its inode. */
#define HW_PAGES HW_GOOD, HW_GOOD
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 2)
#define HW_FOLIOS 1
#define HW_MMAP_CALLS 1

#include "zfs.h"
