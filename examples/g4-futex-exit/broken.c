/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The waiter becomes ready while the owner is on its way out, has the greater priority, and never leaves the processor
 * to it: rescheduling picks the waiter again.
 */
#include "retrying.h"

HW_SCHEDULER(priority);
