/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second act: the reader has real-time priority. Whenever it yields it is picked again, and the task that has
 * marked the slot never is.
 */
#define READER_PRIO 2
#include "yielding.h"

HW_SCHEDULER(priority);
