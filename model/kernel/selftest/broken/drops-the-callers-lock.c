/* SPDX-License-Identifier: Apache-2.0 */
/* An error path that drops the caller's lock. */
#include <linux/compiler.h>
#include <linux/mutex.h>

struct inode_like {
	struct mutex lock;
};

static struct inode_like inode;

static int update(struct inode_like *inode)
	__must_hold(&inode->lock)
{
	if (hw_flip()) {
		mutex_unlock(&inode->lock);
		return -1;
	}
	return 0;
}

HW_THREAD(task)
{
	mutex_lock(&inode.lock);
	if (update(&inode) == 0)
		mutex_unlock(&inode.lock);
}
