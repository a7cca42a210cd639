/* SPDX-License-Identifier: Apache-2.0 */
/* Whoever waits has no reference; a move still fails where a task has just found the entry, and is tried again. */
#include "asleep_without_reference.h"
#include "bounded.h"
