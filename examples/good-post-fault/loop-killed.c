/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same loop, and a fatal signal may come at any moment: it is looked at on each pass, `goto retry` included, so that
 * at most the copy that was under way is made to its end.
 */
#define HW_KILL 1

#include "loop.c"
