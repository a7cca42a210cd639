/* SPDX-License-Identifier: Apache-2.0 */
/* A byte of memory that can be loaded and never stored to, read into from one page of the file. */
#define HW_PAGES HW_READ_ONLY
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 1)
#define HW_FOLIOS 1
#define HW_BEGIN_UPTODATE 1

#include <harness/buffered_read.h>
