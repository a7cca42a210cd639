/* SPDX-License-Identifier: Apache-2.0 */
/* The write loop that faults in before each copy. */
#include "request.h"

#include "../ltp-writev07/loop-pre-fault.c"
