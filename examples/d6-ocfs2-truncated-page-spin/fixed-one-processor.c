/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader sleeps, so that the daemon that gives the lock back has the processor.
 */
#define OTHER_ROUNDS 2
#define PROCESSOR 0
#include "queueing.h"

HW_SCHEDULER(nonpreempt);
