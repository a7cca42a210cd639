/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mutexes (kernel/locking/mutex.c, 6.14): owner locks that a task can neither take twice, since it waits for itself,
 * nor release for another; both are errors of `locks`. The acquire is strongly fair; no step makes a choice.
 */
#ifndef _LINUX_MUTEX_H
#define _LINUX_MUTEX_H

#include <headway.h>
#include <linux/cleanup.h>
#include <linux/preempt.h>
#include <linux/types.h>

struct mutex {
	int owner HW_HOLDER("mutex");
};

#define DEFINE_MUTEX(name) struct mutex name

static inline void mutex_init(struct mutex *lock)
{
	lock->owner = 0;
}

static inline void mutex_lock(struct mutex *lock)
{
	might_sleep();
	hw_require("locks", lock->owner != hw_self() + 1, "mutex_lock of a mutex that this task holds already");
	hw_atomic {
		hw_acquire(lock->owner, lock->owner == 0);
		lock->owner = hw_self() + 1;
		current->owned++;
	}
}

/* A trylock promises nothing: whoever spins on it may lose for ever. */
static inline bool mutex_trylock(struct mutex *lock)
{
	bool taken = false;

	hw_atomic {
		if (lock->owner == 0) {
			lock->owner = hw_self() + 1;
			current->owned++;
			taken = true;
		}
	}
	return taken;
}

static inline void mutex_unlock(struct mutex *lock)
{
	hw_atomic {
		hw_require("locks", lock->owner == hw_self() + 1,
			   "mutex_unlock of a mutex that this task does not hold");
		current->owned -= lock->owner == hw_self() + 1;
		lock->owner = 0;
	}
}

DEFINE_GUARD(mutex, struct mutex *, mutex_lock(_T), mutex_unlock(_T))
DEFINE_GUARD_COND(mutex, _try, mutex_trylock(_T))

static inline bool mutex_is_locked(struct mutex *lock)
{
	return lock->owner != 0;
}

#endif
