/* SPDX-License-Identifier: Apache-2.0 */
/* With priority: who sleeps needs no processor. */
#define READER_PRIO 2
#include "waiting.h"

HW_SCHEDULER(priority);
