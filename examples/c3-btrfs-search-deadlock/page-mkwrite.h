/* SPDX-License-Identifier: Apache-2.0 */
/* The buffer is a shared mapping of a file of the same file system. */
#define HW_PAGES HW_FILE(0), HW_FILE(1)
#define HW_FOLIOS 2

#include "search.h"
