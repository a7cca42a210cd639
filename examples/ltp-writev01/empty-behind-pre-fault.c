/* SPDX-License-Identifier: Apache-2.0 */
/* The write loop that faults in before each copy. */
#include "empty-behind.h"

#include "../ltp-writev07/loop-pre-fault.c"
