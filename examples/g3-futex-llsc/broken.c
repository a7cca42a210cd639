/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An addition to a word of user memory, tried until no other processor comes in between. A process that stores to the
 * word from another processor keeps the task inside the kernel as long as it likes.
 */
#define OTHER_STORES 0
#include "word.h"

static int futex_atomic_add(int oparg, u32 *uaddr)
{
	u32 value;

	pagefault_disable();
again:
	value = load_exclusive(uaddr);
	if (store_exclusive(uaddr, value + (u32)oparg))
		goto again;
	pagefault_enable();
	return 0;
}

static int futex_operation(u32 *uaddr)
{
	return futex_atomic_add(1, uaddr);
}
