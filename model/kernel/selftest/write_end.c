/* SPDX-License-Identifier: Apache-2.0 */
/*
 * write_end accepts all that was copied, or nothing: nothing after a short copy to a folio that is not up to date, and
 * then the range is zeroed.
 */
#define HW_PAGES HW_GOOD
#define HW_FOLIOS 1
#include "small_world.h"
#include <hw/simple_fs.h>

static unsigned int accepted;

static inline void hw_accept(loff_t pos, size_t bytes)
{
	(void)pos;
	accepted += bytes;
}

static void copied_of(unsigned int copied, unsigned int offset, unsigned int length)
{
	bool uptodate = hw_uptodate[0], taken = copied == length || uptodate;
	struct folio *folio;
	int status;

	accepted = 0;
	hw_inode.i_size = 0;
	IS(simple_fs_write_begin(&hw_file, &hw_mapping, offset, length, &folio, NULL), 0);
	hw_assert(folio_test_locked(folio), "write_begin locks the folio");
	for (unsigned int k = 0; k < copied; k++)
		hw_store_granule(folio, offset + k, hw_from_user(k));
	status = simple_fs_write_end(&hw_file, &hw_mapping, offset, length, copied, folio, NULL);

	hw_assert(!folio_test_locked(folio), "write_end unlocks the folio");
	IS(status, taken ? copied : 0);
	IS(accepted, status);
	if (status)
		IS(i_size_read(&hw_inode), offset + status);
	if (!taken) {
		for (unsigned int k = 0; k < length; k++)
			IS(hw_content[offset + k], HW_ZERO);
	} else if (copied) {
		IS(hw_content[offset], hw_from_user(0));
	}
	IS(hw_uptodate[0], uptodate || copied == PAGE_SIZE);
}

HW_THREAD(test)
{
	unsigned int offset = hw_choose(0, 1), length = hw_choose(1, 2 - offset), copied = hw_choose(0, length);

	hw_content[0] = hw_content[1] = HW_STALE;
	copied_of(copied, offset, length);
}
