/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A slot of the swap file that one task is about to fill. It has marked the slot (it "has cache"), but before it puts
 * the page into the swap cache it waits for a discard of the blocks behind the slot. Another task faults on the same
 * slot: it finds no page in the cache, and may not put one there, since the slot is marked. Both share one processor,
 * and so does the completion of the discard.
 */
#include <headway.h>
#include <linux/completion.h>
#include <linux/errno.h>
#include <linux/sched.h>
#include <linux/types.h>
#include <linux/wait.h>

HW_CITES("Linux 3.10");
HW_SPEC("returns");

/* Of the slot: marked by swapcache_prepare, and whether its page is in the swap cache. */
static bool has_cache, in_cache;
static bool discarding;
static struct completion discarded;
static wait_queue_head_t slot_queue;

HW_OBSERVE(has_cache, has_cache)
HW_OBSERVE(in_cache, in_cache)

/* mm/swapfile.c (get_swap_page, scan_swap_map) and mm/swap_state.c (add_to_swap), as far as the slot goes. */
HW_CPU(0) HW_PRIO(1) HW_THREAD(filling)
{
	has_cache = true;
	discarding = true;
	wait_for_completion(&discarded);
	in_cache = true;
	wake_up_all(&slot_queue);
}

HW_CPU(0) HW_PRIO(1) HW_DAEMON(disk)
{
	hw_atomic {
		hw_wait_idle(discarding);
		discarding = false;
	}
	complete(&discarded);
}

/* mm/swapfile.c: marks a slot that is in use and not marked yet. */
static int swapcache_prepare(void)
{
	int ret = 0;

	hw_atomic {
		if (has_cache)
			ret = -EEXIST;
		has_cache = true;
	}
	return ret;
}

static int read_swap_cache_async(void);

/* Comes when the slot is in use: after it was marked for the first time. */
HW_CPU(0) HW_PRIO(READER_PRIO) HW_THREAD(reader)
{
	hw_wait(has_cache);
	HW_CALL(fault, read_swap_cache_async());
	hw_assert(in_cache, "the page is in the swap cache");
}
