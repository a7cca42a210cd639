/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The other node asks for the lock once. This node is to give it back; the daemon that would do so never runs, since
 * the reader tries for the lock without a pause on the only processor.
 */
#define OTHER_ROUNDS 1
#define PROCESSOR 0
#include "trylock.h"

HW_SCHEDULER(nonpreempt);
