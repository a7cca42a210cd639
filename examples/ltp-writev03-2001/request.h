/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A good segment, a bad one and a good one, to a file of one byte: over its content, from its end on, and behind a gap.
 */
#define HW_PAGES HW_GOOD, HW_GOOD, HW_BAD
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 2) SEGMENT(4, 1) SEGMENT(0, 1)
#define HW_FOLIOS 3
#define HW_FILE_SIZE 1
#define HW_WRITE_POS_UPTO 4

#include <harness/file_content.h>

HW_SPEC("position");
