/* SPDX-License-Identifier: Apache-2.0 */
/* A system call that returns with a lock held which no harness knows by name. */
#include "../small_world.h"
#include <hw/holds_nothing.h>
#include <linux/rwsem.h>

static struct rw_semaphore sem;

HW_THREAD(test)
{
	down_write(&sem);
	downgrade_write(&sem);
	hw_holds_nothing();
	up_read(&sem);
}
