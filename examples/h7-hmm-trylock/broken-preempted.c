/* SPDX-License-Identifier: Apache-2.0 */
/* Where tasks are preempted the worker gets to run, and the task only wastes time. */
#include "trylock.h"

HW_SCHEDULER(fair);
