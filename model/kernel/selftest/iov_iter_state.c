/* SPDX-License-Identifier: Apache-2.0 */
/* A saved state brings an iterator back, whatever was truncated, consumed and reexpanded since, for all lengths. */
#define HW_PAGES HW_GOOD, HW_GOOD
#include "small_world.h"

static const struct iovec segments[] = { { USER(0), 1 }, { USER(3), 0 }, { USER(1), 2 } };

HW_THREAD(test)
{
	unsigned long before = hw_choose(0, 3), limit = hw_choose(0, 3), after = hw_choose(0, 3);
	struct iov_iter iter, saved;
	struct iov_iter_state state;

	iov_iter_init(&iter, ITER_SOURCE, segments, 3, 3);
	iov_iter_advance(&iter, before);
	saved = iter;
	iov_iter_save_state(&iter, &state);

	iov_iter_truncate(&iter, limit);
	iov_iter_advance(&iter, after);
	iov_iter_restore(&iter, &state);
	IS(iter.hw_iov == saved.hw_iov, true);
	IS(iter.iov_offset, saved.iov_offset);
	IS(iter.nr_segs, saved.nr_segs);
	IS(iov_iter_count(&iter), 3 - before);

	/* Reverting by what a truncated iterator did consume needs no saved state; the count then lacks the rest. */
	iov_iter_truncate(&iter, limit);
	limit = iov_iter_count(&iter);
	iov_iter_advance(&iter, after);
	iov_iter_revert(&iter, limit - iov_iter_count(&iter));
	IS(iov_iter_count(&iter), limit);
	iov_iter_reexpand(&iter, 3 - before);
	iov_iter_revert(&iter, before);
	IS(iov_iter_count(&iter), 3);
	iov_iter_advance(&iter, 0);
	IS(hw_address(&iter), 0);
}
