/* SPDX-License-Identifier: Apache-2.0 */
/* The second repair: the reader sleeps until whoever has marked the slot is done with it. */
#include "swap_slot.h"

static int read_swap_cache_async(void)
{
	int err;

again:
	if (in_cache)
		return 0;
	err = swapcache_prepare();
	if (err == -EEXIST) {
		wait_event(slot_queue, in_cache || !has_cache);
		goto again;
	}
	return err;
}
