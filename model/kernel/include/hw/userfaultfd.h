/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages that another task of user space fills in when they are missed: fs/userfaultfd.c and mm/userfaultfd.c, 6.14. A
 * fault on such a page queues a message and waits without mmap_lock; the pager reads the message and fills the page,
 * when it gets to it. Here the pager is a daemon that fills whatever was asked for; it is slow only as far as the
 * scheduler is.
 *
 * A model that has its own handle_userfault says so by HW_OWN_HANDLE_USERFAULT. No step makes a choice.
 */
#ifndef HW_USERFAULTFD_H
#define HW_USERFAULTFD_H

#include <hw/user_memory.h>
#include <linux/mmap_lock.h>
#include <linux/sched/signal.h>

/* include/linux/mm_types.h, 6.14: what the caller of handle_mm_fault allows. */
#ifndef FAULT_FLAG_WRITE
#define FAULT_FLAG_WRITE 0x01
#endif
#define FAULT_FLAG_ALLOW_RETRY 0x04
#define FAULT_FLAG_KILLABLE 0x10
#define FAULT_FLAG_TRIED 0x20
#define FAULT_FLAG_USER 0x40
#define FAULT_FLAG_INTERRUPTIBLE 0x200
#define FAULT_FLAG_DEFAULT (FAULT_FLAG_ALLOW_RETRY | FAULT_FLAG_KILLABLE | FAULT_FLAG_INTERRUPTIBLE)

#define VM_FAULT_OOM 0x1
#define VM_FAULT_SIGBUS 0x2
#define VM_FAULT_SIGSEGV 0x40
#define VM_FAULT_RETRY 0x400
#define VM_FAULT_COMPLETED 0x4000
#define VM_FAULT_ERROR (VM_FAULT_OOM | VM_FAULT_SIGBUS | VM_FAULT_SIGSEGV)

#if HW_UFFD
/* By page, a bit: a message was sent and not answered yet. */
static unsigned char hw_asked HW_STRIP("asked");

/* userfaultfd_get_blocking_state: how the fault waits for its page. */
static inline unsigned int userfaultfd_get_blocking_state(unsigned int flags)
{
	if (flags & FAULT_FLAG_INTERRUPTIBLE)
		return TASK_INTERRUPTIBLE;
	return flags & FAULT_FLAG_KILLABLE ? TASK_KILLABLE : TASK_UNINTERRUPTIBLE;
}

/* The message. The pager has seen it at once, and answers also where nobody waits for the answer any more. */
static inline void hw_ask_pager(unsigned long page)
{
	hw_asked |= 1U << page;
}

/* schedule() in the given state, until the page is filled: with a signal pending that the state minds it is no sleep. */
static inline void hw_sleep_until_filled(unsigned long page, unsigned int state)
{
	might_sleep();
	if (state == TASK_INTERRUPTIBLE)
		hw_wait_interruptible(hw_page[page] != UFFD || hw_signal_pending());
	else if (state == TASK_KILLABLE)
		hw_wait_killable(hw_page[page] != UFFD || hw_fatal_signal_pending());
	else
		hw_wait(hw_page[page] != UFFD);
}

/* mfill_atomic, mm/userfaultfd.c, 6.14: the page is there, for loads and for stores, and whoever waits is woken. */
static inline void hw_fill_page(unsigned long page)
{
	if (hw_page[page] == UFFD) {
		hw_page[page] = RES;
		hw_writable[page] = true;
		hw_set_bits(page, true);
		hw_note("the pager fills page %lu", page);
	}
}

HW_DAEMON(pager)
{
	hw_atomic {
		hw_wait_idle(hw_asked != 0);
		for (unsigned long page = 0; page < HW_USER_PAGES; page++) {
			if (hw_asked & (1U << page))
				hw_fill_page(page);
		}
		hw_asked = 0;
	}
}

/*
 * handle_userfault, fs/userfaultfd.c, 6.14. It answers VM_FAULT_RETRY with mmap_lock given up, whether or not the page
 * was filled: a sleep ends early with a signal that its state minds. Whoever does not allow it to retry gets
 * VM_FAULT_SIGBUS, with the lock in hand.
 */
#ifdef HW_OWN_HANDLE_USERFAULT
static unsigned int handle_userfault(unsigned long page, unsigned int flags);
#else
static inline unsigned int handle_userfault(unsigned long page, unsigned int flags)
{
	unsigned int state = userfaultfd_get_blocking_state(flags);

	if (!(flags & FAULT_FLAG_ALLOW_RETRY))
		return VM_FAULT_SIGBUS;
	hw_ask_pager(page);
	mmap_read_unlock(&hw_mm);
	hw_sleep_until_filled(page, state);
	return VM_FAULT_RETRY;
}
#endif
#endif

#endif /* HW_USERFAULTFD_H */
