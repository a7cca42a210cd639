/* SPDX-License-Identifier: Apache-2.0 */
/* A mutex that is taken twice: an error, and a wait for ever. */
#include "../small_world.h"
#include <linux/mutex.h>

static DEFINE_MUTEX(mutex);

HW_THREAD(test)
{
	mutex_lock(&mutex);
	mutex_lock(&mutex);
	mutex_unlock(&mutex);
}
