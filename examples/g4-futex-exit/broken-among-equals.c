/* SPDX-License-Identifier: Apache-2.0 */
/* Where nobody has priority the owner gets through, and the waiter after it. It spins all the same. */
#include "retrying.h"

HW_SCHEDULER(fair);
