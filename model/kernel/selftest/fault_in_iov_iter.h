/* SPDX-License-Identifier: Apache-2.0 */
/* What both fault-ins of an iterator have in common; FAULT_IN names the one under test. */
#define HW_PAGES HW_GOOD, HW_EVICTED, HW_GOOD, HW_BAD
#include "small_world.h"

/* Empty segments, one of them in the bad page; eight bytes in all, of which the last one is bad. */
static const struct iovec segments[] = {
	{ USER(6), 0 }, { USER(1), 1 }, { USER(7), 0 }, { USER(2), 3 }, { USER(0), 0 }, { USER(4), 3 },
	{ USER(0), 1 },
};

HW_THREAD(test)
{
	struct iov_iter iter;

	/* Nothing is asked for; an empty iterator lacks whatever is asked for. */
	iov_iter_init(&iter, ITER_DEST, segments, 7, 0);
	IS(FAULT_IN(&iter, 0), 0);
	IS(FAULT_IN(&iter, 2), 2);

	/* What exceeds the iterator is missing, though all of it is there; empty segments are stepped over. */
	iov_iter_init(&iter, ITER_DEST, segments, 7, 6);
	IS(FAULT_IN(&iter, 6), 0);
	IS(FAULT_IN(&iter, 9), 3);
	IS(FAULT_IN(&iter, 1), 0);
	IS(hw_page[0], RES);
	IS(hw_page[1], RES);
	IS(hw_page[2], RES);

	/* The iterator stays where it is. */
	IS(iov_iter_count(&iter), 6);
	IS(iter.iov_offset, 0);
	IS(iter.nr_segs, 7);

	/* Probing ends at the first byte that fails, though later segments are good. */
	iov_iter_init(&iter, ITER_DEST, segments, 7, 8);
	IS(FAULT_IN(&iter, 8), 2);
	IS(FAULT_IN(&iter, 10), 4);
	iov_iter_advance(&iter, 2);
	IS(FAULT_IN(&iter, 6), 2);
	IS(FAULT_IN(&iter, 4), 0);

	/* The first byte that is left is bad: all is missing. */
	iov_iter_advance(&iter, 4);
	IS(FAULT_IN(&iter, 2), 2);
	IS(FAULT_IN(&iter, 1), 1);
	IS(FAULT_IN(&iter, 0), 0);
	IS(hw_mm.mmap_lock.holders, 0);
}
