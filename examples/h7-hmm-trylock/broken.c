/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The faulting task spins on the processor whose worker the lock's owner waits for. Nothing preempts it, and it never
 * sleeps.
 */
#include "trylock.h"

HW_SCHEDULER(nonpreempt);
