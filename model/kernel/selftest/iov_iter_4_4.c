/* SPDX-License-Identifier: Apache-2.0 */
/* Iterators from 3.16 to 5.13: advancing leaves one segment that has nothing left, even by nothing. */
#define HW_LINUX_VERSION KERNEL_VERSION(4, 4, 0)
#define HW_PAGES HW_RESIDENT, HW_EVICTED
#include "small_world.h"

static const struct iovec segments[] = {
	{ USER(0), 0 }, { USER(0), 0 }, { USER(0), 2 }, { USER(0), 0 }, { USER(2), 2 },
};

HW_THREAD(test)
{
	struct iov_iter iter;

	iov_iter_init(&iter, ITER_SOURCE, segments, 5, 4);
	iov_iter_advance(&iter, 0);
	IS(iter.nr_segs, 4);
	iov_iter_advance(&iter, 0);
	IS(iter.nr_segs, 3);
	iov_iter_advance(&iter, 0);
	IS(iter.nr_segs, 3);
	IS(iov_iter_copy_from_user_atomic(&hw_folio[0].page, &iter, 0, 2), 2);
	IS(iov_iter_count(&iter), 4);

	iov_iter_advance(&iter, 2);
	IS(iter.nr_segs, 2);
	IS(iov_iter_single_seg_count(&iter), 0);
	iov_iter_advance(&iter, 1);
	IS(iter.nr_segs, 1);
	IS(iter.iov_offset, 1);
	iov_iter_revert(&iter, 3);
	IS(iov_iter_count(&iter), 4);
	iov_iter_advance(&iter, 4);
	IS(iov_iter_count(&iter), 0);
}
