/* SPDX-License-Identifier: Apache-2.0 */
/* The write path before 2.6.24: copies fault in what they need, and commit_write takes the whole part. */
#define HW_LINUX_VERSION KERNEL_VERSION(2, 6, 17)
#define HW_PAGES HW_EVICTED, HW_EVICTED, HW_BAD
#define HW_FOLIOS 1
#include "small_world.h"
#include <hw/simple_fs.h>

static const struct iovec segments[] = { { USER(0), 0 }, { USER(1), 1 }, { USER(0), 0 }, { USER(3), 2 } };
static unsigned int accepted;

static inline void hw_accept(loff_t pos, size_t bytes)
{
	(void)pos;
	accepted += bytes;
}

HW_THREAD(test)
{
	struct page *page = __grab_cache_page(&hw_mapping, 0);

	hw_uptodate[0] = false;
	IS(page->lock, hw_self() + 1);
	IS(hw_operations.prepare_write(&hw_file, page, 0, 2), 0);
	IS(filemap_copy_from_user(page, 0, USER(0), 2), 2);
	IS(hw_page[0], RES);
	IS(filemap_copy_from_user_iovec(page, 0, segments, 0, 2), 2);
	IS(hw_content[0], hw_from_user(1));
	IS(hw_content[1], hw_from_user(3));
	IS(filemap_copy_from_user_iovec(page, 0, &segments[3], 0, 2), 1);
	IS(filemap_copy_from_user(page, 0, USER(4), 1), 0);
	IS(hw_operations.commit_write(&hw_file, page, 1, 2), 0);
	IS(accepted, 1);
	IS(i_size_read(&hw_inode), 2);
	IS(PageUptodate(page), false);
	IS(hw_operations.commit_write(&hw_file, page, 0, 2), 0);
	IS(PageUptodate(page), true);
	IS(page->lock, hw_self() + 1);
	unlock_page(page);
	IS(__grab_cache_page(&hw_mapping, 1) == NULL, true);
}
