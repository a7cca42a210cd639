/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signals, which come from the agents in hw/adversaries.h. A fatal one is for the whole process and stays pending:
 * nothing in the kernel consumes it. One that is not fatal, and a notification (TIF_NOTIFY_SIGNAL, for task work), is
 * taken only on the way back to user mode; as long as the task is in the kernel it stays pending too. All tasks of a
 * model see the same ones.
 */
#ifndef _LINUX_SCHED_SIGNAL_H
#define _LINUX_SCHED_SIGNAL_H

#include <linux/sched.h>

static bool hw_killed;
static bool hw_signalled;
static bool hw_notified;

/* Whether they are pending, as pure expressions, for conditions of waits. */
#define hw_fatal_signal_pending() hw_killed
#define hw_signal_pending() (hw_killed || hw_signalled || hw_notified)

/* include/linux/sched/signal.h, 6.14. No choice: the pending signal explains the answer. */
static inline bool fatal_signal_pending(struct task_struct *task)
{
	(void)task;
	return hw_fatal_signal_pending();
}

/* include/linux/sched/signal.h, 6.14: true for a notification as well. No choice. */
static inline bool signal_pending(struct task_struct *task)
{
	(void)task;
	return hw_signal_pending();
}

/* The same, for a task about to sleep in this state. */
static inline bool signal_pending_state(unsigned int state, struct task_struct *task)
{
	if (state == TASK_INTERRUPTIBLE)
		return signal_pending(task);
	return state == TASK_KILLABLE && fatal_signal_pending(task);
}

/*
 * exit_to_user_mode_loop, kernel/entry/common.c, 6.14: on the way back to user mode signals are taken and task work is
 * done. A fatal one ends the task instead. No choice.
 */
static inline void hw_take_signals(void)
{
	hw_atomic {
		hw_signalled = false;
		hw_notified = false;
	}
}

#endif
