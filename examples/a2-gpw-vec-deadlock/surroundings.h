/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A byte of ordinary memory, then one of a mapping of the very page that is written. Nothing takes pages here: the
 * repair is not one against reclaim, which came a year later (A1).
 */
#define HW_LINUX_VERSION KERNEL_VERSION(2, 6, 17)
#define HW_PAGES HW_RESIDENT, HW_FILE(0)
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 1) SEGMENT(2, 1)
#define HW_FOLIOS 1
#define HW_RECLAIM 0

#include <harness/buffered_write.h>
