/* SPDX-License-Identifier: Apache-2.0 */
/* The same loop in a process that may be killed: it soon comes to an end. */
#define HW_KILL 1

#include "loop.c"

HW_SPEC("killable");
