/* SPDX-License-Identifier: Apache-2.0 */
/* The first repair: the reader lets others run before it looks again. */
#include "swap_slot.h"

static int read_swap_cache_async(void)
{
	int err;

again:
	if (in_cache)
		return 0;
	err = swapcache_prepare();
	if (err == -EEXIST) {
		cond_resched();
		goto again;
	}
	return err;
}
