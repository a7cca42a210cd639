/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signals. A fatal one is for the whole process and stays pending: nothing in the kernel consumes it. The signal
 * agent that sends it is in hw/adversaries.h.
 */
#ifndef _LINUX_SCHED_SIGNAL_H
#define _LINUX_SCHED_SIGNAL_H

#include <linux/sched.h>

static bool hw_killed;

/* include/linux/sched/signal.h, 6.14. No choice: the pending signal explains the answer. */
static inline bool fatal_signal_pending(struct task_struct *task)
{
	(void)task;
	return hw_killed;
}

/* include/linux/sched/signal.h, 6.14. No choice. Non-fatal signals are not modelled. */
static inline bool signal_pending(struct task_struct *task)
{
	return fatal_signal_pending(task);
}

#endif
