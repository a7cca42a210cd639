/* SPDX-License-Identifier: Apache-2.0 */
/* Nothing to write. C knows no empty array, so there is one empty segment; the loop is not shown that there is. */
#define HW_PAGES HW_GOOD
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 0)
#define HW_FILE_SIZE 4
#define HW_WRITE_POS_UPTO 1

#include <harness/file_content.h>

HW_SPEC("position");
