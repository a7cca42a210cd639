/* SPDX-License-Identifier: Apache-2.0 */
/* fault_in_readable: one byte of each page is loaded. The rules that all fault-ins share. */
#define FAULT_IN fault_in_readable
#include "fault_in_range.h"
