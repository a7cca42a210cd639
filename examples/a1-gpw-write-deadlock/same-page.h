/* SPDX-License-Identifier: Apache-2.0 */
/* A page of the file is written from a mapping of itself. */
#define HW_PAGES HW_FILE(0)
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 2)
#define HW_FOLIOS 1

#include <harness/buffered_write.h>
