/* SPDX-License-Identifier: Apache-2.0 */
/* The running task. Each agent is a task; all tasks are threads of one process. */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <headway.h>
#include <hw/surroundings.h>
#include <linux/types.h>

struct mm_struct;

struct task_struct {
	struct mm_struct *mm;  /* set where linux/mmap_lock.h is included */
	int pagefault_disabled;
	int preempt_count;
	int owned HW_GHOST;  /* locks that have an owner, and this task is it */
	bool attempted HW_GHOST;  /* a copy, or a pin, was tried since the last fault-in */
#if HW_KILL
	bool served_dying;  /* a fault was handled though a fatal signal was pending */
#endif
	int nr_dirtied;
	int nr_dirtied_pause;
};

static struct task_struct hw_tasks[HW_MAX_AGENTS];

#define current (&hw_tasks[hw_self()])

/* include/linux/sched.h, 6.14: what a sleep may be ended by. */
#define TASK_RUNNING 0x0
#define TASK_INTERRUPTIBLE 0x1
#define TASK_UNINTERRUPTIBLE 0x2
#define TASK_KILLABLE 0x102

#define HZ 250

#define in_atomic() (current->preempt_count != 0)
/* include/linux/kernel.h, 6.14: here the task may sleep. No choice. */
#define might_sleep() hw_require("locks", !in_atomic(), "sleeping in atomic context")

/*
 * include/linux/sched.h, 6.14: lets another task of this processor run, if the scheduler wants to. Matters where tasks
 * share one (HW_CPU); elsewhere any step may be followed by another task's anyway. No choice.
 */
static inline int cond_resched(void)
{
	might_sleep();
	hw_yield();
	return 0;
}

#define cpu_relax() ((void)0)

/*
 * kernel/time/sleep_timeout.c, 6.14: asleep until the time is over, which it is sooner or later. Nobody wakes the
 * sleeper before, so that the answer is 0. No choice.
 */
static inline long schedule_timeout_uninterruptible(long timeout)
{
	(void)timeout;
	might_sleep();
	hw_wait_timed();
	return 0;
}

#endif
