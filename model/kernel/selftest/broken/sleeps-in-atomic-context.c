/* SPDX-License-Identifier: Apache-2.0 */
/* A mutex is taken under a spinlock: an error though the mutex is free. */
#include "../small_world.h"
#include <linux/mutex.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(lock);
static DEFINE_MUTEX(mutex);

HW_THREAD(test)
{
	spin_lock(&lock);
	mutex_lock(&mutex);
	mutex_unlock(&mutex);
	spin_unlock(&lock);
}
