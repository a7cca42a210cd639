/* SPDX-License-Identifier: Apache-2.0 */
/* Iterator algebra: advance, revert, truncate, reexpand and what is left of a segment, for all lengths. */
#define HW_PAGES HW_GOOD, HW_GOOD, HW_GOOD
#include "small_world.h"

static const struct iovec segments[] = {
	{ USER(0), 0 }, { USER(0), 2 }, { USER(0), 0 }, { USER(3), 1 }, { USER(4), 2 }, { USER(0), 0 },
};

/* The address of each byte; behind them the iterator stands at no segment. */
static const unsigned long addresses[] = { 0, 1, 3, 4, 5 };
#define BYTES 5

static void stands_at(const struct iov_iter *iter, unsigned long byte)
{
	IS(iov_iter_count(iter), BYTES - byte);
	if (byte < BYTES) {
		hw_assert(iter->iov_offset < iter->hw_iov->iov_len, "the current segment has a byte");
		IS(hw_address(iter), addresses[byte]);
	}
}

HW_THREAD(test)
{
	unsigned long first = hw_choose(0, BYTES + 1), second = hw_choose(0, BYTES + 1);
	unsigned long reached = min(first + second, BYTES), back = hw_choose(0, BYTES), limit = hw_choose(0, BYTES + 1);
	struct iov_iter iter;

	hw_assume(back <= reached);
	iov_iter_init(&iter, ITER_SOURCE, segments, 6, BYTES);

	/* With nothing left, advancing does nothing: it stays at the empty segment. */
	iov_iter_truncate(&iter, 0);
	iov_iter_advance(&iter, 1);
	IS(iov_iter_count(&iter), 0);
	IS(iter.nr_segs, 6);
	iov_iter_reexpand(&iter, BYTES);

	/* Advancing by 0 leaves the empty segment. Two steps are as one; more than there is, is all there is. */
	IS(iov_iter_single_seg_count(&iter), 0);
	iov_iter_advance(&iter, 0);
	stands_at(&iter, 0);
	IS(iov_iter_single_seg_count(&iter), 2);
	iov_iter_advance(&iter, first);
	stands_at(&iter, min(first, BYTES));
	iov_iter_advance(&iter, second);
	stands_at(&iter, reached);

	if (reached == 1)
		IS(iov_iter_single_seg_count(&iter), 1);

	/* Reverting undoes it, wherever the segments end; advancing by 0 then leaves segments without a byte. */
	iov_iter_revert(&iter, back);
	IS(iov_iter_count(&iter), BYTES - reached + back);
	iov_iter_advance(&iter, 0);
	stands_at(&iter, reached - back);
	iov_iter_revert(&iter, reached - back);
	iov_iter_advance(&iter, 0);
	stands_at(&iter, 0);

	/* Truncation changes the count alone, and only downwards; advancing stops there, and reexpansion undoes it. */
	iov_iter_truncate(&iter, limit);
	IS(iov_iter_count(&iter), min(limit, BYTES));
	IS(iov_iter_single_seg_count(&iter), min(min(limit, BYTES), 2));
	IS(iter.iov_offset, 0);
	iov_iter_advance(&iter, first);
	IS(iov_iter_count(&iter), min(limit, BYTES) - min(first, min(limit, BYTES)));
	iov_iter_reexpand(&iter, BYTES - min(first, min(limit, BYTES)));
	iov_iter_advance(&iter, 0);
	stands_at(&iter, min(first, min(limit, BYTES)));
}
