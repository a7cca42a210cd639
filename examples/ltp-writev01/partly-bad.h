/* SPDX-License-Identifier: Apache-2.0 */
/* A good segment, a bad one and a good one, into the middle of a file of four bytes. */
#define HW_PAGES HW_GOOD, HW_GOOD, HW_BAD
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 2) SEGMENT(4, 1) SEGMENT(0, 1)
#define HW_FILE_SIZE 4
#define HW_WRITE_POS_UPTO 1

#include <harness/file_content.h>

HW_SPEC("position");
