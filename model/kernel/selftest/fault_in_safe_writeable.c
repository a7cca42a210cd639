/* SPDX-License-Identifier: Apache-2.0 */
/* fault_in_safe_writeable: each page is made writable. The rules that all fault-ins share. */
#define FAULT_IN fault_in_safe_writeable
#include "fault_in_range.h"
