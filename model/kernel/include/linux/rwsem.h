/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reader-writer semaphores (kernel/locking/rwsem.c, 6.14). Each acquire is strongly fair, and no step makes a choice.
 * Readers pass a waiting writer: a reader that takes the lock twice never blocks here, though the kernel's fair
 * queue can block it (README, Warts).
 */
#ifndef _LINUX_RWSEM_H
#define _LINUX_RWSEM_H

#include <linux/types.h>
#include <headway.h>

struct rw_semaphore {
	bool for_writing;
	unsigned long holders HW_HOLDERS("rw_semaphore");
};

static inline void down_read(struct rw_semaphore *sem)
{
	hw_atomic {
		hw_acquire(sem->holders, sem->holders == 0 || !sem->for_writing);
		sem->holders |= 1UL << hw_self();
		sem->for_writing = false;
	}
}

static inline void up_read(struct rw_semaphore *sem)
{
	hw_atomic {
		hw_require("locks", !sem->for_writing && (sem->holders & (1UL << hw_self())),
			   "up_read of a semaphore that this task does not hold for reading");
		sem->holders &= ~(1UL << hw_self());
	}
}

static inline void down_write(struct rw_semaphore *sem)
{
	hw_atomic {
		hw_acquire(sem->holders, sem->holders == 0);
		sem->holders = 1UL << hw_self();
		sem->for_writing = true;
	}
}

static inline void up_write(struct rw_semaphore *sem)
{
	hw_atomic {
		hw_require("locks", sem->for_writing && sem->holders == 1UL << hw_self(),
			   "up_write of a semaphore that this task does not hold for writing");
		sem->holders = 0;
		sem->for_writing = false;
	}
}

#endif
