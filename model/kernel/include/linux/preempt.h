/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Atomic context (include/linux/preempt.h, 6.14): a counter of the task, raised by preempt_disable and by each spinlock
 * held. While it is not zero the task may neither sleep nor be sent to sleep by a fault: whatever may sleep says
 * might_sleep first, also where this time it would not. Interrupts are not modelled. No choice.
 */
#ifndef _LINUX_PREEMPT_H
#define _LINUX_PREEMPT_H

#include <linux/sched.h>

static inline void preempt_disable(void)
{
	current->preempt_count++;
}

static inline void preempt_enable(void)
{
	hw_require("contract", current->preempt_count > 0, "preempt_enable without preempt_disable");
	current->preempt_count--;
}

#endif
