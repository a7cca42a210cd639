/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Spinlocks (include/linux/spinlock.h, 6.14), owner locks: whoever holds one is in atomic context. Waiting for one is
 * modelled as a wait, strongly fair as queued spinlocks are. Interrupts are not modelled, nor spinlocks that sleep
 * (PREEMPT_RT). No choice.
 */
#ifndef _LINUX_SPINLOCK_H
#define _LINUX_SPINLOCK_H

#include <headway.h>
#include <linux/cleanup.h>
#include <linux/preempt.h>
#include <linux/types.h>

typedef struct spinlock {
	int owner HW_HOLDER("spinlock");
} spinlock_t;

#define DEFINE_SPINLOCK(name) spinlock_t name

static inline void spin_lock_init(spinlock_t *lock)
{
	lock->owner = 0;
}

static inline void spin_lock(spinlock_t *lock)
{
	preempt_disable();
	hw_require("locks", lock->owner != hw_self() + 1, "spin_lock of a spinlock that this task holds already");
	hw_atomic {
		hw_acquire(lock->owner, lock->owner == 0);
		lock->owner = hw_self() + 1;
		current->owned++;
	}
}

static inline int spin_trylock(spinlock_t *lock)
{
	int taken = 0;

	preempt_disable();
	hw_atomic {
		if (lock->owner == 0) {
			lock->owner = hw_self() + 1;
			current->owned++;
			taken = 1;
		}
	}
	if (!taken)
		preempt_enable();
	return taken;
}

static inline void spin_unlock(spinlock_t *lock)
{
	hw_atomic {
		hw_require("locks", lock->owner == hw_self() + 1,
			   "spin_unlock of a spinlock that this task does not hold");
		current->owned -= lock->owner == hw_self() + 1;
		lock->owner = 0;
	}
	preempt_enable();
}

DEFINE_LOCK_GUARD_1(spinlock, spinlock_t, spin_lock(_T->lock), spin_unlock(_T->lock))

static inline int spin_is_locked(spinlock_t *lock)
{
	return lock->owner != 0;
}

#endif
