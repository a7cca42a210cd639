/* SPDX-License-Identifier: Apache-2.0 */
/* Copies with instructions of two bytes: where one of the two faults, neither is copied. */
#define HW_COPY_UNIT 2
#define HW_PAGES HW_RESIDENT, HW_EVICTED, HW_RESIDENT
#include "small_world.h"

static const struct iovec segments[] = { { USER(4), 1 }, { USER(1), 2 }, { USER(5), 1 }, { USER(4), 2 } };

/* Copies `bytes` from byte `start` of the request on, where byte 2 is not mapped; says how many were copied. */
static size_t copied(size_t start, size_t bytes)
{
	struct iov_iter iter;
	size_t done;

	iov_iter_init(&iter, ITER_SOURCE, segments, 4, 6);
	iov_iter_advance(&iter, start);
	hw_content[0] = hw_content[1] = HW_STALE;
	done = copy_folio_from_iter_atomic(&hw_folio[0], 0, bytes, &iter);
	IS(iov_iter_count(&iter), 6 - start - done);
	IS(hw_content[0] != HW_STALE, done > 0);
	IS(hw_content[1] != HW_STALE, done > 1);
	return done;
}
