/* SPDX-License-Identifier: Apache-2.0 */
/* What history had: the owner will be gone in a moment, so try again at once. */
#include "exit.h"

static int futex_lock_pi(void)
{
	int ret;

retry:
	ret = attach_to_owner();
	if (ret == -EAGAIN) {
		cond_resched();
		goto retry;
	}
	return ret;
}
