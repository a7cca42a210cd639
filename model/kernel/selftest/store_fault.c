/* SPDX-License-Identifier: Apache-2.0 */
/* A store to a shared mapping of a file, on any file system. */
#include "store_fault.h"
