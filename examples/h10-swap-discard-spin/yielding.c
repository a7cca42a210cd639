/* SPDX-License-Identifier: Apache-2.0 */
/* Among equals that is enough for the reader to come to its end; it still spins where it should sleep. */
#define READER_PRIO 1
#include "yielding.h"

HW_SCHEDULER(nonpreempt);
