/* SPDX-License-Identifier: Apache-2.0 */
/* A writer waits behind a reader, gets in alone, and lets readers in by downgrading; another reader comes any time. */
#include "small_world.h"

static struct rw_semaphore sem;
static bool reading;

HW_THREAD(writer)
{
	hw_wait(reading);
	IS(down_write_trylock(&sem), 0);
	down_write(&sem);
	IS(sem.holders, HW_EXCLUSIVE | 1UL << hw_self());
	IS(sem.queued, 0);
	IS(down_read_trylock(&sem), 0);
	downgrade_write(&sem);
	IS(down_write_trylock(&sem), 0);
	up_read(&sem);
}

HW_THREAD(reader)
{
	down_read(&sem);
	reading = true;
	hw_wait(sem.queued != 0);
	IS(hw_holds(&sem), true);
	up_read(&sem);
}

HW_THREAD(second_reader)
{
	down_read(&sem);
	IS(sem.for_writing, false);
	up_read(&sem);
	if (down_write_trylock(&sem)) {
		IS(sem.holders, HW_EXCLUSIVE | 1UL << hw_self());
		up_write(&sem);
	}
}
