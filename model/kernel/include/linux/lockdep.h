/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What lockdep is asked to judge (include/linux/lockdep.h, 6.14): requirements of `locks`. In the kernel they need a
 * debug build; here they are always on. The order of locks needs no annotation.
 */
#ifndef _LINUX_LOCKDEP_H
#define _LINUX_LOCKDEP_H

#include <headway.h>
#include <linux/sched.h>

#define lockdep_is_held(lock) ((int)hw_holds(lock))
#define lockdep_assert_held(lock) hw_require("locks", hw_holds(lock), "this task does not hold " #lock)
#define lockdep_assert_not_held(lock) hw_require("locks", !hw_holds(lock), "this task holds " #lock)
#define lockdep_assert_held_write(lock) \
	hw_require("locks", hw_holds_exclusively(lock), "this task does not hold " #lock " exclusively")
#define lockdep_assert_held_read(lock) \
	hw_require("locks", hw_holds_shared(lock), "this task does not hold " #lock " for reading")

#define lockdep_assert(condition) hw_require("locks", (condition), "lockdep_assert(" #condition ")")
/* Keys and classes say which locks are of one kind; here every lock is itself. */
struct lock_class_key { char hw_unused; };
#define lockdep_set_class(lock, key) ((void)(lock))
#define lockdep_set_subclass(lock, subclass) ((void)(lock))
#define might_lock(lock) might_sleep()

#endif
