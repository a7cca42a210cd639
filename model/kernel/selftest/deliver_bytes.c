/* SPDX-License-Identifier: Apache-2.0 */
/* Kernel memory goes to an iterator as far as stores pass, and to user memory without faults all or with -EFAULT. */
#define HW_PAGES HW_RESIDENT, HW_EVICTED, HW_READ_ONLY
#include "small_world.h"

static const unsigned char bytes[] = { 7, 8, 9 };
static const struct iovec segments[] = { { USER(1), 1 }, { USER(2), 0 }, { USER(2), 1 }, { USER(4), 1 } };

HW_THREAD(test)
{
	struct iov_iter iter;

	hw_writable[0] = true;

	/* Page 1 is not mapped: the byte before it has landed. Nothing is faulted in, and nothing stays disabled. */
	IS(copy_to_user_nofault(USER(1), bytes, 2), -EFAULT);
	IS(hw_user_content[1], hw_tag_of(7));
	IS(hw_user_content[2], HW_STALE);
	IS(hw_page[1], EVICT);
	IS(pagefault_disabled(), false);
	IS(copy_to_user_nofault(USER(1), bytes + 1, 1), 0);
	IS(hw_user_content[1], hw_tag_of(8));
	IS(copy_to_user_nofault(USER(2), bytes, 0), 0);

	/* With faults enabled the iterator takes all up to the page that is never stored to. */
	iov_iter_init(&iter, ITER_DEST, segments, 4, 3);
	IS(copy_to_iter(bytes, 3, &iter), 2);
	IS(hw_user_content[1], hw_tag_of(7));
	IS(hw_user_content[2], hw_tag_of(8));
	IS(hw_user_content[4], HW_STALE);
	IS(iov_iter_count(&iter), 1);
	IS(copy_to_iter(bytes, 1, &iter), 0);
	iov_iter_revert(&iter, 2);
	IS(hw_address(&iter), 1);
}
