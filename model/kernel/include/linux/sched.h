/* SPDX-License-Identifier: Apache-2.0 */
/* The running task. Each agent is a task; all tasks are threads of one process. */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <headway.h>
#include <hw/surroundings.h>
#include <linux/types.h>

struct task_struct {
	int pagefault_disabled;
	int nr_dirtied;
	int nr_dirtied_pause;
};

static struct task_struct hw_tasks[HW_MAX_AGENTS];

#define current (&hw_tasks[hw_self()])

/*
 * include/linux/sched.h, 6.14: may let another task run. Any step may be followed by another task's here, so there
 * is nothing to do. No choice.
 */
static inline int cond_resched(void)
{
	return 0;
}

#define cpu_relax() ((void)0)

#endif
