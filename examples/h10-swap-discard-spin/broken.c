/* SPDX-License-Identifier: Apache-2.0 */
/* The reader looks again and again, on the only processor, which nothing takes from it. */
#define READER_PRIO 1
#include "swap_slot.h"

HW_SCHEDULER(nonpreempt);

static int read_swap_cache_async(void)
{
	int err;

again:
	if (in_cache)
		return 0;
	err = swapcache_prepare();
	if (err == -EEXIST)
		goto again;
	return err;
}
