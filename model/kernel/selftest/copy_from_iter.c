/* SPDX-License-Identifier: Apache-2.0 */
/* Copies from user memory to a folio: the atomic one ends where the mapped bytes end, the other one faults them in. */
#define HW_PAGES HW_RESIDENT, HW_EVICTED, HW_BAD
#include "small_world.h"

static const struct iovec segments[] = {
	{ USER(4), 0 }, { USER(1), 1 }, { USER(5), 0 }, { USER(4), 0 }, { USER(2), 2 }, { USER(4), 1 },
};

HW_THREAD(test)
{
	struct iov_iter iter;

	folio_lock(&hw_folio[0]);
	iov_iter_init(&iter, ITER_SOURCE, segments, 6, 4);

	/* A byte is mapped, the next is not: the iterator is advanced by one, nothing is faulted in, no rest is zeroed. */
	IS(copy_folio_from_iter_atomic(&hw_folio[0], 0, 2, &iter), 1);
	IS(iov_iter_count(&iter), 3);
	IS(hw_content[0], hw_from_user(1));
	IS(hw_content[1], HW_STALE);
	IS(hw_page[1], EVICT);

	/* Nothing at all is copied; segments without a byte are left all the same. */
	IS(copy_folio_from_iter_atomic(&hw_folio[0], 1, 1, &iter), 0);
	IS(iov_iter_count(&iter), 3);
	IS(hw_address(&iter), 2);
	IS(hw_page[1], EVICT);

	/* With faults it is, up to the byte that is bad. */
	IS(copy_folio_from_iter(&hw_folio[0], 1, 1, &iter), 1);
	IS(hw_content[1], hw_from_user(2));
	IS(hw_page[1], RES);
	IS(copy_folio_from_iter(&hw_folio[1], 0, 2, &iter), 1);
	IS(hw_content[2], hw_from_user(3));
	IS(hw_content[3], HW_STALE);
	IS(iov_iter_count(&iter), 1);
	IS(copy_folio_from_iter_atomic(&hw_folio[1], 1, 1, &iter), 0);
	IS(copy_folio_from_iter(&hw_folio[1], 1, 1, &iter), 0);
	IS(iov_iter_count(&iter), 1);

	/* No more than the iterator has. Zeroes that a probe left are what is copied. */
	IS(fault_in_writeable(USER(0), 1), 0);
	iov_iter_init(&iter, ITER_SOURCE, segments, 6, 1);
	IS(copy_folio_from_iter_atomic(&hw_folio[1], 0, 2, &iter), 1);
	IS(hw_content[2], hw_from_user(1));
	IS(fault_in_writeable(USER(1), 1), 0);
	iov_iter_revert(&iter, 1);
	IS(copy_folio_from_iter_atomic(&hw_folio[1], 0, 2, &iter), 1);
	IS(hw_content[2], HW_ZERO);
	folio_unlock(&hw_folio[0]);
}
