/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The system call around it: with faults enabled it lets others run, and tries again. It ends when the other processor
 * leaves the word alone for a while; until then it can be scheduled away, and killed.
 */
#define OTHER_STORES 4
#include "bounded.h"

static int futex_operation(u32 *uaddr)
{
	int ret;

retry:
	ret = futex_atomic_add(1, uaddr);
	if (ret == -EAGAIN) {
		cond_resched();
		goto retry;
	}
	return ret;
}
