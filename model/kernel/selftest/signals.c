/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A signal that is not fatal, and a notification, are pending until the task is on its way to user mode; a fatal one
 * for good. An interruptible sleep minds all of them, a killable one the fatal one alone, and a sleep for some time
 * none.
 */
#define HW_KILL 1
#define HW_SIGNAL_COMES 1
#define HW_NOTIFICATION_COMES 1
#include "small_world.h"
#include <linux/wait.h>

static wait_queue_head_t queue;
static bool late, later;

HW_THREAD(waker)
{
	late = true;
	later = true;
}

HW_THREAD(test)
{
	int error = wait_event_interruptible(queue, late);

	hw_assert(error == 0 || error == -ERESTARTSYS, "an interruptible wait ends in one of two ways");
	if (error) {
		IS(signal_pending(current), true);
		IS(signal_pending_state(TASK_INTERRUPTIBLE, current), true);
		IS(signal_pending_state(TASK_UNINTERRUPTIBLE, current), false);
	}
	IS(wait_event_interruptible(queue, true), 0);
	IS(schedule_timeout_uninterruptible(HZ), 0);

	hw_take_signals();
	hw_atomic {
		bool fatal = fatal_signal_pending(current);

		hw_assert(signal_pending(current) == (fatal || hw_signalled || hw_notified), "nothing else is pending");
		hw_assert(signal_pending_state(TASK_KILLABLE, current) == fatal, "a killable sleep minds a fatal signal");
	}
	error = wait_event_killable(queue, later);
	if (error) {
		IS(error, -ERESTARTSYS);
		IS(fatal_signal_pending(current), true);
		hw_take_signals();
		IS(signal_pending(current), true);
	}
}
