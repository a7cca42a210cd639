/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whoever holds a spinlock is in atomic context: its faults go to their fixup, and copies that don't fault are all it
 * may do; a second task waits. Nothing is left when the lock is released.
 */
#define HW_PAGES HW_EVICTED, HW_RESIDENT
#include "small_world.h"
#include <hw/holds_nothing.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(lock);
static DEFINE_MUTEX(mutex);
static int inside;

static void alone(void)
{
	inside++;
	IS(inside, 1);
	inside--;
}

HW_THREAD(first)
{
	char byte[1] = { 0 };

	mutex_lock(&mutex);
	spin_lock(&lock);
	lockdep_assert_held(&lock);
	lockdep_assert_held(&mutex);
	IS(in_atomic(), true);
	IS(spin_trylock(&lock), false);
	alone();
	pagefault_disable();
	IS(copy_from_user(byte, USER(0), 1), 1);
	IS(copy_from_user(byte, USER(2), 1), 0);
	pagefault_enable();
	IS(faulthandler_disabled(), true);
	spin_unlock(&lock);
	IS(in_atomic(), false);
	mutex_unlock(&mutex);
	IS(copy_from_user(byte, USER(0), 1), 0);
	hw_holds_nothing();
}

HW_THREAD(second)
{
	if (spin_trylock(&lock)) {
		alone();
		spin_unlock(&lock);
	}
	preempt_disable();
	IS(in_atomic(), true);
	preempt_enable();
	spin_lock(&lock);
	alone();
	lockdep_assert_not_held(&mutex);
	spin_unlock(&lock);
	hw_holds_nothing();
}
