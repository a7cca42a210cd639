/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Assertions about locks held (include/linux/lockdep.h, 6.14), requirements of `locks`. Orders of locks are not
 * recorded here. No choice.
 */
#ifndef _LINUX_LOCKDEP_H
#define _LINUX_LOCKDEP_H

#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>

static inline bool hw_mutex_is_mine(struct mutex *lock)
{
	return lock->owner == hw_self() + 1;
}

static inline bool hw_spinlock_is_mine(spinlock_t *lock)
{
	return lock->owner == hw_self() + 1;
}

static inline bool hw_rwsem_is_mine(struct rw_semaphore *sem)
{
	return hw_holds(sem);
}

#define hw_lock_is_mine(lock) _Generic((lock), \
	struct mutex *: hw_mutex_is_mine, \
	spinlock_t *: hw_spinlock_is_mine, \
	struct rw_semaphore *: hw_rwsem_is_mine)(lock)

#define lockdep_assert_held(lock) \
	hw_require("locks", hw_lock_is_mine(lock), "lockdep_assert_held(" #lock ")")
#define lockdep_assert_not_held(lock) \
	hw_require("locks", !hw_lock_is_mine(lock), "lockdep_assert_not_held(" #lock ")")
#define lockdep_assert_held_read(sem) \
	hw_require("locks", hw_rwsem_is_mine(sem) && !(sem)->for_writing, "lockdep_assert_held_read(" #sem ")")
#define lockdep_assert_held_write(sem) \
	hw_require("locks", hw_rwsem_is_mine(sem) && (sem)->for_writing, "lockdep_assert_held_write(" #sem ")")

#endif
