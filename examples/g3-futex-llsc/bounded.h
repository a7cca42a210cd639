/* SPDX-License-Identifier: Apache-2.0 */
/* The repair: after a number of tries the operation says -EAGAIN, and the task is out of it. */
#include "word.h"

HW_CONST(unsigned int, FUTEX_MAX_LOOPS, 2, 128);

static int futex_atomic_add(int oparg, u32 *uaddr)
{
	unsigned int loops = FUTEX_MAX_LOOPS;
	u32 value;
	int ret = 0;

	pagefault_disable();
again:
	value = load_exclusive(uaddr);
	if (store_exclusive(uaddr, value + (u32)oparg)) {
		if (--loops)
			goto again;
		ret = -EAGAIN;
	}
	pagefault_enable();
	return ret;
}
