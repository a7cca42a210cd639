/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two good bytes on two pages, a bad one, and two good ones again, in four segments, at the beginning and in the middle
 * of the first and of the second page of the file. Where another test has brought its request, that is the one.
 */
#ifndef HW_SEGMENTS
#define HW_PAGES HW_GOOD, HW_GOOD, HW_BAD
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 2) SEGMENT(4, 1) SEGMENT(0, 1) SEGMENT(3, 1)
#define HW_FOLIOS 3
#define HW_WRITE_POS_UPTO 3

#include <harness/file_content.h>

HW_SPEC("position");
#endif
