/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Disabled page faults (include/linux/uaccess.h, 6.14): a counter of the task. While it is not zero a fault goes
 * straight to the exception fixup. It stops neither preemption nor get_user_pages. No choice.
 */
#ifndef HW_DISABLED_FAULTS_H
#define HW_DISABLED_FAULTS_H

#include <linux/sched.h>

static inline void pagefault_disable(void)
{
	current->pagefault_disabled++;
}

static inline void pagefault_enable(void)
{
	hw_require("contract", current->pagefault_disabled > 0, "pagefault_enable without pagefault_disable");
	current->pagefault_disabled--;
}

static inline bool pagefault_disabled(void)
{
	return current->pagefault_disabled != 0;
}

/* Nothing in these models is atomic context in the kernel's sense. */
#define in_atomic() 0
#define faulthandler_disabled() (pagefault_disabled() || in_atomic())

#endif /* HW_DISABLED_FAULTS_H */
