/* SPDX-License-Identifier: Apache-2.0 */
/* The lock of the address space (include/linux/mmap_lock.h, 6.14). Per-VMA locks are not modelled. */
#ifndef _LINUX_MMAP_LOCK_H
#define _LINUX_MMAP_LOCK_H

#include <linux/rwsem.h>

struct mm_struct {
	struct rw_semaphore mmap_lock;
};

static struct mm_struct hw_mm;
/* All tasks are threads of one process. */
static struct task_struct hw_tasks[HW_MAX_AGENTS] = { [0 ... HW_MAX_AGENTS - 1] = { .mm = &hw_mm } };

static inline void mmap_read_lock(struct mm_struct *mm)
{
	down_read(&mm->mmap_lock);
}

static inline bool mmap_read_trylock(struct mm_struct *mm)
{
	return down_read_trylock(&mm->mmap_lock) != 0;
}

static inline void mmap_read_unlock(struct mm_struct *mm)
{
	up_read(&mm->mmap_lock);
}

static inline void mmap_write_lock(struct mm_struct *mm)
{
	down_write(&mm->mmap_lock);
}

static inline bool mmap_write_trylock(struct mm_struct *mm)
{
	return down_write_trylock(&mm->mmap_lock) != 0;
}

static inline void mmap_write_downgrade(struct mm_struct *mm)
{
	downgrade_write(&mm->mmap_lock);
}

static inline void mmap_write_unlock(struct mm_struct *mm)
{
	up_write(&mm->mmap_lock);
}

#endif
