/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The repair: the owner holds a mutex for as long as it is on its way out. The waiter blocks on it, so that the owner
 * has the processor, and then tries again.
 */
#include "exit.h"

HW_SCHEDULER(priority);

static int futex_lock_pi(void)
{
	int ret;

retry:
	ret = attach_to_owner();
	if (ret == -EAGAIN) {
		mutex_lock(&owner.futex_exit_mutex);
		mutex_unlock(&owner.futex_exit_mutex);
		goto retry;
	}
	return ret;
}
