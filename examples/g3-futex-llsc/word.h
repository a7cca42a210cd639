/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A word of user memory on a machine that has load-exclusive and store-exclusive: the store succeeds only if nobody
 * has stored to the word since the load. Another processor runs a thread of the process that stores to the word
 * OTHER_STORES times, or for ever where that is 0; nothing makes it wait for us.
 *
 * The operation runs inside the kernel with page faults disabled: as long as it takes, the task neither sleeps nor
 * takes signals.
 */
#include <headway.h>
#include <hw/disabled_faults.h>
#include <linux/errno.h>
#include <linux/sched.h>
#include <linux/types.h>

HW_CITES("Linux 5.1");
HW_SPEC("returns");

static u32 user_word;    /* two bits of it */
static bool exclusive;   /* nobody has stored since the load */
static int taken HW_GHOST;  /* how often the operation took effect */

HW_OBSERVE(exclusive, exclusive)
HW_OBSERVE(taken, taken)

static inline u32 load_exclusive(const u32 *uaddr)
{
	u32 value;

	hw_atomic {
		exclusive = true;
		value = *uaddr;
	}
	return value;
}

/* 0: stored; 1: the reservation was lost. */
static inline int store_exclusive(u32 *uaddr, u32 value)
{
	int lost;

	hw_atomic {
		lost = !exclusive;
		if (exclusive) {
			*uaddr = value & 3;
			exclusive = false;
			taken++;
		}
	}
	return lost;
}

static void store_from_other_processor(void)
{
	hw_atomic {
		user_word = (user_word + 1) & 3;
		exclusive = false;
		hw_note("another processor stores to the word");
	}
}

#if OTHER_STORES
HW_THREAD(other_processor)
{
	for (int k = 0; k < OTHER_STORES; k++)
		store_from_other_processor();
}
#else
HW_DAEMON(other_processor)
{
	store_from_other_processor();
}
#endif

static int futex_operation(u32 *uaddr);

HW_THREAD(task)
{
	int ret = HW_CALL(operation, futex_operation(&user_word));

	hw_assert(ret == 0 || ret == -EAGAIN, "the operation is done, or to be tried again");
	hw_assert(taken == (ret == 0), "done is what took effect, once");
}
