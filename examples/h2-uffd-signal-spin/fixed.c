/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A fault on a page that a pager in user space has to fill: a message to the pager, mmap_lock dropped, and a sleep that
 * ends with the page or with a signal. In any case the fault is tried again. Where that was done before, and a signal is
 * pending that nobody has taken, the sleep would be none: a short one that no signal ends stands in for it.
 */
#include "surroundings.h"

static unsigned int handle_userfault(unsigned long page, unsigned int flags)
{
	unsigned int state;

	if (unlikely(!(flags & FAULT_FLAG_ALLOW_RETRY)))
		return VM_FAULT_SIGBUS;
	state = userfaultfd_get_blocking_state(flags);

	hw_ask_pager(page);
	mmap_read_unlock(&hw_mm);
	if ((flags & FAULT_FLAG_TRIED) && signal_pending_state(state, current))
		schedule_timeout_uninterruptible(HZ / 10);
	else
		hw_sleep_until_filled(page, state);
	return VM_FAULT_RETRY;
}
