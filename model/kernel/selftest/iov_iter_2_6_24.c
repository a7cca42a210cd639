/* SPDX-License-Identifier: Apache-2.0 */
/* Iterators of 2.6.24: copies leave them where they are, and advancing by nothing leaves no segment. */
#define HW_LINUX_VERSION KERNEL_VERSION(2, 6, 24)
#define HW_PAGES HW_RESIDENT, HW_EVICTED
#include "small_world.h"

static const struct iovec segments[] = { { USER(0), 0 }, { USER(0), 2 }, { USER(0), 0 }, { USER(2), 2 } };

HW_THREAD(test)
{
	struct iov_iter iter;

	iov_iter_init(&iter, ITER_SOURCE, segments, 4, 4);
	iov_iter_advance(&iter, 0);
	IS(iter.nr_segs, 4);
	IS(iov_iter_single_seg_count(&iter), 0);

	/* The copy runs through later segments, up to the byte that is not mapped, or faults it in. */
	IS(iov_iter_copy_from_user_atomic(&hw_folio[0].page, &iter, 0, 2), 2);
	IS(hw_content[1], hw_from_user(1));
	IS(iov_iter_count(&iter), 4);
	IS(iter.nr_segs, 4);

	iov_iter_advance(&iter, 1);
	IS(iter.nr_segs, 3);
	IS(iter.iov_offset, 1);
	IS(iov_iter_copy_from_user_atomic(&hw_folio[1].page, &iter, 0, 2), 1);
	IS(hw_page[1], EVICT);
	IS(iov_iter_copy_from_user(&hw_folio[1].page, &iter, 0, 2), 2);
	IS(hw_page[1], RES);
	IS(iov_iter_count(&iter), 3);

	/* At the end of a segment it stands on the next one, empty or not. */
	iov_iter_advance(&iter, 1);
	IS(iter.nr_segs, 2);
	IS(iov_iter_single_seg_count(&iter), 0);
	iov_iter_advance(&iter, 0);
	IS(iter.nr_segs, 2);
	iov_iter_advance(&iter, 1);
	IS(iter.nr_segs, 1);
	IS(iter.iov_offset, 1);
	iov_iter_advance(&iter, 3);
	IS(iov_iter_count(&iter), 0);
}
