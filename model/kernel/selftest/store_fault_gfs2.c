/* SPDX-License-Identifier: Apache-2.0 */
/* A store to a shared mapping of a gfs2 file: page_mkwrite takes the inode glock. */
#define HW_GFS2 1
#include "store_fault.h"
