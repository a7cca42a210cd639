/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Of the attempts after a fault-in, a copy or a pin with faults disabled makes those that follow further ones; a probe
 * does not. A fault-in that is kept out of the fault handler begins nothing anew.
 */
#define HW_PAGES HW_RESIDENT, HW_RESIDENT
#include "small_world.h"
#include <hw/fixup_user_fault.h>
#include <hw/pinned_pages.h>

static const struct iovec segments[] = { { USER(0), 2 }, { USER(2), 2 } };

HW_THREAD(test)
{
	unsigned char bytes[4] = { 1, 2, 3, 4 };
	bool unlocked = false;
	struct page *pages[2];
	struct iov_iter iter;

	iov_iter_init(&iter, ITER_SOURCE, segments, 2, 4);
	hw_writable[0] = hw_writable[1] = true;
	IS(current->attempted, false);
	IS(hw_load(0), true);
	IS(copy_to_user(USER(0), bytes, 4), 0);
	IS(current->attempted, false);

	IS(copy_to_user_nofault(USER(0), bytes, 4), 0);
	IS(current->attempted, true);
	IS(fault_in_iov_iter_readable(&iter, 4), 0);
	IS(current->attempted, false);

	pagefault_disable();
	IS(fault_in_readable(USER(0), 4), 0);
	IS(current->attempted, false);
	IS(hw_load(0), true);
	IS(current->attempted, true);
	IS(fault_in_writeable(USER(0), 4), 0);
	IS(current->attempted, true);
	IS(fault_in_safe_writeable(USER(0), 4), 0);
	IS(current->attempted, false);
	IS(hw_load(1), true);
	IS(current->attempted, true);
	pagefault_enable();

	mmap_read_lock(&hw_mm);
	IS(fixup_user_fault(&hw_mm, 2, FAULT_FLAG_WRITE, &unlocked), 0);
	mmap_read_unlock(&hw_mm);
	IS(current->attempted, false);
	IS(get_user_pages_fast(0, 2, FOLL_WRITE | FOLL_NOFAULT, pages), 2);
	IS(current->attempted, true);
}
