/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the harnesses of calls about one range of user memory have in common: the set-up of its pages, which of its
 * bytes stay legal, and what a task may not hold when it returns to user space. A harness defines before it includes
 * this file:
 *
 *	HW_RANGE_START, HW_RANGE_SIZE   the range, constant during a run
 *	HW_RANGE_STORES                 1: the call stores to it; 0: it loads from it
 */
#ifndef HW_HARNESS_USER_RANGE_H
#define HW_HARNESS_USER_RANGE_H

#include <hw/adversaries.h>
#include <hw/disabled_faults.h>
#include <linux/mmap_lock.h>

/* So many bytes of the range were legal all the time. */
static size_t hw_good_prefix HW_GHOST;

/* A byte of this page can never be accessed as the call does. */
static inline bool hw_illegal(unsigned long address)
{
	return HW_RANGE_STORES ? hw_hopeless_store(address) : hw_hopeless(address);
}

static inline void hw_see_range(void)
{
	for (unsigned long address = 0; address < (HW_USER_PAGES + 1) * HW_PAGE_GRANULES; address++) {
		if (address >= HW_RANGE_START && address < HW_RANGE_START + hw_good_prefix && hw_illegal(address))
			hw_good_prefix = address - HW_RANGE_START;
	}
}

static inline void hw_page_became_bad(unsigned long page)
{
	(void)page;
	hw_see_range();
}

static inline void hw_begin_range(void)
{
	_Static_assert(HW_USER_PAGES <= 6, "at most six user pages");
	hw_begin_page(0);
	hw_begin_page(1);
	hw_begin_page(2);
	hw_begin_page(3);
	hw_begin_page(4);
	hw_begin_page(5);
	hw_good_prefix = HW_RANGE_SIZE;
	hw_see_range();
}

static inline void hw_range_call_holds_nothing(void)
{
	hw_require("locks", !pagefault_disabled(), "the call returns with page faults disabled");
	hw_require("locks", !(hw_mm.mmap_lock.holders & (1UL << hw_self())), "the call returns with mmap_lock held");
}

#endif /* HW_HARNESS_USER_RANGE_H */
