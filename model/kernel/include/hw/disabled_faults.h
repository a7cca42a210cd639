/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Disabled page faults (include/linux/uaccess.h, 6.14): a counter of the task. While it is not zero a fault goes
 * straight to the exception fixup. It stops neither preemption nor get_user_pages. Atomic context has the same effect
 * on a fault, but there it is an error unless faults are disabled too. No choice.
 */
#ifndef HW_DISABLED_FAULTS_H
#define HW_DISABLED_FAULTS_H

#include <linux/preempt.h>

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

#define faulthandler_disabled() (pagefault_disabled() || in_atomic())

/* What copies with faults enabled say before they begin (include/linux/kernel.h and mm/memory.c, 6.14). */
#define might_fault() \
	hw_require("locks", pagefault_disabled() || !in_atomic(), "faulting in atomic context")

#endif /* HW_DISABLED_FAULTS_H */
