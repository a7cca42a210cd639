/* SPDX-License-Identifier: Apache-2.0 */
/* Without preemption: who sleeps leaves the processor to others. */
#define READER_PRIO 1
#include "waiting.h"

HW_SCHEDULER(nonpreempt);
