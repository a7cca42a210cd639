/* SPDX-License-Identifier: Apache-2.0 */
/* A good segment and three empty ones behind it, two of which have a bad address. */
#define HW_PAGES HW_GOOD, HW_GOOD, HW_BAD
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 2) SEGMENT(0, 0) SEGMENT(4, 0) SEGMENT(4, 0)
#define HW_FILE_SIZE 4
#define HW_WRITE_POS_UPTO 1

#include <harness/file_content.h>

HW_SPEC("position");
