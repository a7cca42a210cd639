/* SPDX-License-Identifier: Apache-2.0 */
/* fault_in_writeable: a zero is stored to one byte of each page. The rules that all fault-ins share. */
#define FAULT_IN fault_in_writeable
#include "fault_in_range.h"
