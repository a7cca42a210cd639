/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A read into memory that begins inside a page; any page may be missing at first. Where nothing can be pinned,
 * get_user_pages_fast says 0.
 */
#define HW_PAGES HW_GOOD, HW_GOOD
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 3)
#define HW_NOTHING_PINNED 0
#define HW_OWN_IOV_ITER_GET_PAGES

#include <harness/nofault_read.h>
