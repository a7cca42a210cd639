/* SPDX-License-Identifier: Apache-2.0 */
/* The buffer is anonymous memory; another thread of the process maps a file of the same file system. */
#define HW_PAGES HW_GOOD
#define HW_FOLIOS 1
#define BUFFER_AT 0
#define HW_MMAP_CALLS 1

#include "search.h"
