/* SPDX-License-Identifier: Apache-2.0 */
/*
 * With the entry kept there is nobody who could come again and again: every task that finds the entry sleeps. The
 * migrator comes to its end without a bound on its tries, though it polls.
 */
#include "asleep_without_reference.h"
#include "unbounded.h"
