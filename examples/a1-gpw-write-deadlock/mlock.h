/* SPDX-License-Identifier: Apache-2.0 */
/* A page of the file is written from anonymous memory, while another thread calls mlock on a mapping of that page. */
#define HW_PAGES HW_GOOD, HW_FILE(0)
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 2)
#define HW_FOLIOS 1
#define HW_MLOCK_PAGE 1

#include <harness/buffered_write.h>
