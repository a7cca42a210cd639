/* SPDX-License-Identifier: Apache-2.0 */
/*
 * handle_userfault: how it waits follows from the flags, and it answers VM_FAULT_RETRY with mmap_lock given up, whether
 * the page is filled or a signal came that the wait minds. Who may not retry hears so with the lock in hand.
 */
#define HW_PAGES HW_MISSING
#define HW_UFFD 1
#define HW_KILL 1
#define HW_SIGNAL_COMES 1
#include "small_world.h"

static void fault_on_page(unsigned int flags)
{
	mmap_read_lock(&hw_mm);
	IS(handle_userfault(0, flags), VM_FAULT_RETRY);
	IS(hw_mm.mmap_lock.holders, 0);
}

HW_THREAD(test)
{
	IS(userfaultfd_get_blocking_state(FAULT_FLAG_DEFAULT), TASK_INTERRUPTIBLE);
	IS(userfaultfd_get_blocking_state(FAULT_FLAG_ALLOW_RETRY | FAULT_FLAG_KILLABLE), TASK_KILLABLE);
	IS(userfaultfd_get_blocking_state(FAULT_FLAG_ALLOW_RETRY), TASK_UNINTERRUPTIBLE);

	mmap_read_lock(&hw_mm);
	IS(handle_userfault(0, 0), VM_FAULT_SIGBUS);
	IS(hw_holds(&hw_mm.mmap_lock), true);
	mmap_read_unlock(&hw_mm);

	fault_on_page(FAULT_FLAG_DEFAULT);
	hw_atomic {
		hw_assert(hw_page[0] == RES || signal_pending(current), "what ended the wait is still there");
	}
	fault_on_page(FAULT_FLAG_ALLOW_RETRY | FAULT_FLAG_KILLABLE);
	hw_atomic {
		hw_assert(hw_page[0] == RES || fatal_signal_pending(current), "a signal that is not fatal ends no wait");
	}
	fault_on_page(FAULT_FLAG_ALLOW_RETRY);
	IS(hw_page[0], RES);
}
