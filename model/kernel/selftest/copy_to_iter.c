/* SPDX-License-Identifier: Apache-2.0 */
/* Copies to the user memory of an iterator: what is before the byte that faults has landed. */
#define HW_PAGES HW_RESIDENT, HW_EVICTED, HW_READ_ONLY
#include "small_world.h"

static const struct iovec segments[] = {
	{ USER(4), 0 }, { USER(1), 1 }, { USER(5), 0 }, { USER(2), 2 }, { USER(4), 1 },
};

HW_THREAD(test)
{
	struct iov_iter iter;

	hw_writable[0] = true;
	hw_uptodate[0] = true;
	hw_uptodate[1] = false;
	hw_content[1] = hw_from_user(9);
	iov_iter_init(&iter, ITER_DEST, segments, 5, 4);

	/* With faults disabled it ends where stores stop to pass. */
	pagefault_disable();
	IS(copy_folio_to_iter(&hw_folio[0], 0, 2, &iter), 1);
	IS(hw_user_content[1], hw_from_file(0));
	IS(hw_user_content[2], HW_STALE);
	IS(copy_folio_to_iter(&hw_folio[0], 1, 1, &iter), 0);
	IS(iov_iter_zero(1, &iter), 0);
	IS(iov_iter_count(&iter), 3);
	IS(hw_address(&iter), 2);
	IS(hw_page[1], EVICT);

	/* That a load would pass there does not help it. */
	pagefault_enable();
	hw_writable[1] = false;
	IS(fault_in_iov_iter_readable(&iter, 2), 0);
	pagefault_disable();
	IS(copy_folio_to_iter(&hw_folio[0], 1, 1, &iter), 0);
	IS(fault_in_iov_iter_writeable(&iter, 2), 0);
	IS(copy_folio_to_iter(&hw_folio[0], 1, 1, &iter), 1);
	IS(hw_user_content[2], hw_from_user(9));
	pagefault_enable();

	/* Otherwise it faults in what it needs, up to the byte that is never stored to. */
	hw_page[1] = EVICT;
	hw_writable[1] = false;
	IS(copy_folio_to_iter(&hw_folio[1], 0, 2, &iter), 1);
	IS(hw_user_content[3], HW_RUBBISH);
	IS(hw_user_content[4], HW_STALE);
	IS(iov_iter_count(&iter), 1);
	IS(copy_page_to_iter(&hw_folio[0].page, 0, 1, &iter), 0);
	iov_iter_revert(&iter, 3);
	IS(iov_iter_zero(4, &iter), 3);
	IS(hw_user_content[1], HW_ZERO);
	IS(hw_user_content[3], HW_ZERO);
	IS(hw_user_content[4], HW_STALE);
}
