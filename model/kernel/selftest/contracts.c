/* SPDX-License-Identifier: Apache-2.0 */
/* Contracts written as the kernel writes them, and what lockdep would be asked, all of it kept. */
#include <linux/compiler.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>

struct inode_like {
	struct mutex lock;
	struct rw_semaphore sem;
	struct inode_like *parent;
};

static struct inode_like above, below = { .parent = &above };
static int changed;

static void take(struct inode_like *inode)
	__acquires(&inode->lock)
{
	lockdep_assert_not_held(&inode->lock);
	mutex_lock(&inode->lock);
}

static void give_back(struct inode_like *inode) __releases(inode->lock);

/* The lock is the one that the parameter meant when the function began. */
static void give_back(struct inode_like *node)
{
	struct mutex *lock = &node->lock;

	node = node->parent;
	mutex_unlock(lock);
}

static int change(struct mutex *lock)
	__must_hold(lock)
{
	lockdep_assert_held(lock);
	if (changed > 1)
		return 0;
	return ++changed;
}

static void drop_for_a_while(struct inode_like *inode)
	__releases(&inode->lock)
	__acquires(&inode->lock)
{
	mutex_unlock(&inode->lock);
	mutex_lock(&inode->lock);
}

static void both(struct inode_like *inode)
	__acquires(&inode->sem) __acquires(&inode->parent->lock)
{
	down_read(&inode->sem);
	lockdep_assert_held_read(&inode->sem);
	take(inode->parent);
}

HW_THREADS(task, 2)
{
	take(&below);
	hw_assert(lockdep_is_held(&below.lock), "the lock is held");
	change(&below.lock);
	drop_for_a_while(&below);
	give_back(&below);

	both(&below);
	give_back(below.parent);
	up_read(&below.sem);

	down_write(&below.sem);
	lockdep_assert_held_write(&below.sem);
	lockdep_assert_held(&below.sem);
	up_write(&below.sem);
}
