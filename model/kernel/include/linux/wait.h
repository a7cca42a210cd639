/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Waiting for a condition (include/linux/wait.h, 6.14). wait_event waits for the condition itself: whoever makes it
 * true lets the waiter go, so that wake_up has nothing to do and a wake_up that is missing goes unseen (the scope says
 * so). The condition may call functions that return a pure expression; what does more is refused by name.
 *
 * A killable wait ends with a fatal signal, an interruptible one with any. No choice.
 */
#ifndef _LINUX_WAIT_H
#define _LINUX_WAIT_H

#include <headway.h>
#include <linux/errno.h>
#include <linux/preempt.h>
#include <linux/sched/signal.h>

typedef struct wait_queue_head {
	char hw_unused;
} wait_queue_head_t;

#define DECLARE_WAIT_QUEUE_HEAD(name) wait_queue_head_t name
#define init_waitqueue_head(queue) ((void)(queue))
#define wake_up(queue) ((void)(queue))
#define wake_up_all(queue) wake_up(queue)
#define wake_up_nr(queue, n) wake_up(queue)
#define wake_up_interruptible(queue) wake_up(queue)
#define wake_up_interruptible_all(queue) wake_up(queue)
#define wake_up_locked(queue) wake_up(queue)

HW_APPROXIMATES("wait_event waits for its condition, whoever forgets to wake it up");

#define wait_event(queue, condition) do { \
	(void)&(queue); \
	might_sleep(); \
	hw_wait(condition); \
} while (0)

/* 0, or -ERESTARTSYS where a fatal signal came first; which of the two is decided with the waking. */
#define wait_event_killable(queue, condition) ({ \
	int hw_error_ = 0; \
	(void)&(queue); \
	might_sleep(); \
	hw_atomic { \
		hw_wait_killable((condition) || fatal_signal_pending(current)); \
		if (!(condition)) \
			hw_error_ = -ERESTARTSYS; \
	} \
	hw_error_; \
})
/* The same where any signal came first. */
#define wait_event_interruptible(queue, condition) ({ \
	int hw_error_ = 0; \
	(void)&(queue); \
	might_sleep(); \
	hw_atomic { \
		hw_wait_interruptible((condition) || signal_pending(current)); \
		if (!(condition)) \
			hw_error_ = -ERESTARTSYS; \
	} \
	hw_error_; \
})

#endif
