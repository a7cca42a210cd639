/* SPDX-License-Identifier: Apache-2.0 */
/*
 * At the end of a system call the task holds nothing. Harnesses say so after each call; the locks that a loop can
 * reach by itself are named one by one, and the task's own count covers every other lock that has an owner.
 */
#ifndef HW_HOLDS_NOTHING_H
#define HW_HOLDS_NOTHING_H

#include <hw/disabled_faults.h>
#include <hw/glock.h>
#include <hw/page_cache.h>
#include <linux/mmap_lock.h>

static inline void hw_holds_nothing(void)
{
	hw_require("locks", !pagefault_disabled(), "the call returns with page faults disabled");
	hw_require("locks", !in_atomic(), "the call returns in atomic context");
	hw_require("locks", !hw_holds(&hw_mm.mmap_lock), "the call returns with mmap_lock held");
	hw_require("locks", !hw_holds(&hw_inode_glock), "the call returns with the inode glock held");
	for (int k = 0; k < HW_FOLIOS; k++)
		hw_require("locks", hw_folio[k].page.lock != hw_self() + 1, "the call returns with a folio locked");
	hw_require("locks", current->owned == 0, "the call returns with a lock held");
}

#endif /* HW_HOLDS_NOTHING_H */
