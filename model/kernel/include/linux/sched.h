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
	int nr_dirtied;
	int nr_dirtied_pause;
};

static struct task_struct hw_tasks[HW_MAX_AGENTS];

#define current (&hw_tasks[hw_self()])

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

#endif
