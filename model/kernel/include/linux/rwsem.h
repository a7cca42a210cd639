/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reader-writer semaphores (kernel/locking/rwsem.c, 6.14), owner locks. A writer queues in one step and gets the
 * semaphore in another. What its waiting means for readers is an initial choice for the whole run, so that one check
 * explores both: in the fair variant no reader gets in while a writer waits, so that a task which reads twice may wait
 * for itself; in the other readers pass, and the writer may wait for ever. A model in which nobody writes has no such
 * choice. Each acquire is strongly fair; no step makes a choice.
 *
 *   I1  A task that holds the semaphore does not take it again, not even for reading: that is an error of `locks`
 *       whether or not it waits for itself in this run.
 */
#ifndef _LINUX_RWSEM_H
#define _LINUX_RWSEM_H

#include <headway.h>
#include <linux/cleanup.h>
#include <linux/preempt.h>
#include <linux/types.h>

enum hw_rwsem_variant {
	READERS_PASS,  /* readers pass a waiting writer */
	FAIR,          /* readers wait behind a waiting writer */
};

/* A model that asks which variant a run needs fixes it: --define HW_RWSEM_VARIANT=READERS_PASS. */
#ifdef HW_RWSEM_VARIANT
HW_APPROXIMATES("semaphores of one variant only");
#define hw_rwsem_variant HW_RWSEM_VARIANT
#else
static enum hw_rwsem_variant hw_rwsem_variant HW_STRIP("rwsem") hw_lazy(READERS_PASS, FAIR);
#endif

struct rw_semaphore {
	bool for_writing;
	unsigned long holders HW_HOLDERS("rw_semaphore");
	unsigned long queued;  /* writers that wait, by agent as in holders */
};

#define hw_read_lockable(sem) \
	(((sem)->holders == 0 || !(sem)->for_writing) && ((sem)->queued == 0 || hw_rwsem_variant == READERS_PASS))

static inline void init_rwsem(struct rw_semaphore *sem)
{
	sem->for_writing = false;
	sem->holders = sem->queued = 0;
}

static inline void down_read(struct rw_semaphore *sem)
{
	might_sleep();
	hw_atomic {
		hw_acquire_shared(sem->holders, hw_read_lockable(sem));
		hw_require("locks", !hw_holds(sem), "down_read of a semaphore that this task holds already");
		current->owned += !hw_holds(sem);
		sem->holders |= 1UL << hw_self();
		sem->for_writing = false;
	}
}

/* Fails as well where a writer only waits, in the fair variant. A trylock promises nothing, and never sleeps. */
static inline int down_read_trylock(struct rw_semaphore *sem)
{
	int taken = 0;

	hw_atomic {
		if (hw_read_lockable(sem) && !hw_holds(sem)) {
			sem->holders |= 1UL << hw_self();
			sem->for_writing = false;
			current->owned++;
			taken = 1;
		}
	}
	return taken;
}

static inline void up_read(struct rw_semaphore *sem)
{
	hw_atomic {
		hw_require("locks", !sem->for_writing && hw_holds(sem),
			   "up_read of a semaphore that this task does not hold for reading");
		current->owned -= hw_holds(sem);
		sem->holders &= ~(1UL << hw_self());
	}
}

static inline void down_write(struct rw_semaphore *sem)
{
	might_sleep();
	hw_atomic {
		hw_require("locks", !hw_holds(sem), "down_write of a semaphore that this task holds already");
		sem->queued |= 1UL << hw_self();
	}
	hw_atomic {
		hw_acquire(sem->holders, sem->holders == 0);
		sem->queued &= ~(1UL << hw_self());
		sem->holders = HW_EXCLUSIVE | 1UL << hw_self();
		sem->for_writing = true;
		current->owned++;
	}
}

static inline int down_write_trylock(struct rw_semaphore *sem)
{
	int taken = 0;

	hw_atomic {
		if (sem->holders == 0) {
			sem->holders = HW_EXCLUSIVE | 1UL << hw_self();
			sem->for_writing = true;
			current->owned++;
			taken = 1;
		}
	}
	return taken;
}

static inline void up_write(struct rw_semaphore *sem)
{
	hw_atomic {
		hw_require("locks", sem->for_writing && (sem->holders & (1UL << hw_self())),
			   "up_write of a semaphore that this task does not hold for writing");
		current->owned -= hw_holds(sem);
		sem->holders = 0;
		sem->for_writing = false;
	}
}

/* From writing to reading, without letting another writer in between. */
static inline void downgrade_write(struct rw_semaphore *sem)
{
	hw_atomic {
		hw_require("locks", sem->for_writing && (sem->holders & (1UL << hw_self())),
			   "downgrade_write of a semaphore that this task does not hold for writing");
		sem->holders &= ~HW_EXCLUSIVE;
		sem->for_writing = false;
	}
}

DEFINE_GUARD(rwsem_read, struct rw_semaphore *, down_read(_T), up_read(_T))
DEFINE_GUARD(rwsem_write, struct rw_semaphore *, down_write(_T), up_write(_T))
DEFINE_GUARD_COND(rwsem_read, _try, down_read_trylock(_T))
DEFINE_GUARD_COND(rwsem_write, _try, down_write_trylock(_T))

static inline int rwsem_is_locked(struct rw_semaphore *sem)
{
	return sem->holders != 0;
}

#endif
