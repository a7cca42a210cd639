/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A priority-inheriting futex whose owner exits. On its way out the owner marks itself as exiting, cleans up the
 * futexes that it holds (its word then says that the owner died), and marks itself as dead. A waiter that comes in
 * between can neither queue behind the owner, who will not look at its list again, nor take the futex over yet.
 *
 * Both share one processor. The waiter matters more.
 */
#include <headway.h>
#include <linux/errno.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/types.h>

HW_CITES("Linux 5.4");
HW_SPEC("returns");

enum futex_state { FUTEX_STATE_OK, FUTEX_STATE_EXITING, FUTEX_STATE_DEAD };
enum futex_word { UNLOCKED, OWNED, OWNER_DIED, TAKEN_OVER };

static struct {
	enum futex_state futex_state;
	struct mutex futex_exit_mutex;
} owner;
static enum futex_word futex_word = OWNED;

HW_OBSERVE(futex_state, owner.futex_state)
HW_OBSERVE(futex_word, futex_word)

/* kernel/fork.c and kernel/futex.c: what an exiting task does about futexes. */
HW_CPU(0) HW_PRIO(1) HW_THREAD(exiting)
{
	mutex_lock(&owner.futex_exit_mutex);
	owner.futex_state = FUTEX_STATE_EXITING;
	futex_word = OWNER_DIED;
	owner.futex_state = FUTEX_STATE_DEAD;
	mutex_unlock(&owner.futex_exit_mutex);
}

/* The futex is taken over: 0. The owner is there and one may queue: 1. It is on its way out: -EAGAIN. */
static int attach_to_owner(void)
{
	int ret;

	hw_atomic {
		if (futex_word == OWNER_DIED && owner.futex_state == FUTEX_STATE_DEAD) {
			futex_word = TAKEN_OVER;
			ret = 0;
		} else {
			ret = owner.futex_state == FUTEX_STATE_OK ? 1 : -EAGAIN;
		}
	}
	return ret;
}

static int futex_lock_pi(void);

HW_CPU(0) HW_PRIO(2) HW_THREAD(waiter)
{
	int ret = HW_CALL(lock, futex_lock_pi());

	hw_assert(ret == 1 || futex_word == TAKEN_OVER, "the futex is taken over, or the task queues");
}
