/* SPDX-License-Identifier: Apache-2.0 */
/* Two writers of the same file: each writes a page from a mapping of the page that the other one writes. */
#define HW_PAGES HW_FILE(1), HW_FILE(0)
#define HW_WRITES(WRITE) WRITE(0, 1, 0) WRITE(2, 1, 2)
#define HW_FOLIOS 2

#include <harness/two_writers.h>
