/* SPDX-License-Identifier: Apache-2.0 */
/* An empty segment, then one whose pages are not mapped, while somebody else reads the file. */
#define HW_PAGES HW_EVICTED, HW_EVICTED
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 0) SEGMENT(1, 2)
#define HW_READER 1

#include <harness/file_content.h>

HW_SPEC("position");
