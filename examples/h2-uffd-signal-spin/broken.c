/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A fault on a page that a pager in user space has to fill: a message to the pager, mmap_lock dropped, and a sleep that
 * ends with the page or with a signal. In any case the fault is tried again.
 *
 * A signal that is pending already makes the sleep none at all. User mode takes the signal before it tries again; in
 * the kernel nobody does, and the fault is tried again and again, without a rest, until the pager has answered.
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
	hw_sleep_until_filled(page, state);
	return VM_FAULT_RETRY;
}
