/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A fault-in function, called once on a range of user memory amid the adversaries that were asked for:
 *
 *	size_t my_fault_in(const char __user *address, size_t size) { … }
 *	HW_HARNESS(fault_in, my_fault_in)
 *
 * It must meet specs/fault_in.spec. What --set may change:
 *
 *	range_start            the user address of the first byte
 *	range_size             how many bytes
 *
 * and what a model may define first, besides hw/surroundings.h: HW_RANGE_MIN and HW_RANGE_MAX, the sizes (0 to 5);
 * HW_RANGE_LAST, the greatest address to begin at (the end of the first page); HW_RANGE_STORES, 1 for memory that is
 * to be stored to (the default), 0 for loads alone.
 *
 * As it stands: every range of up to five bytes that begins in the first of two good pages, with a bad page behind.
 */
#ifndef HW_HARNESS_FAULT_IN_H
#define HW_HARNESS_FAULT_IN_H

#include <headway.h>

HW_CITES("Linux 6.14");
HW_APPROXIMATES("no per-VMA locks");
HW_SPEC("fault_in");

#ifndef HW_RANGE_MAX
#define HW_RANGE_MIN 0
#define HW_RANGE_MAX 5
#endif
#ifndef HW_RANGE_LAST
#define HW_RANGE_LAST (HW_PAGE_GRANULES - 1)
#endif
#ifndef HW_RANGE_STORES
#define HW_RANGE_STORES 1
#endif

#define HW_ON_LOSS(page) hw_see_page(page)

#include <hw/user_memory.h>

static inline void hw_see_page(unsigned long page);

HW_PARAM(unsigned long, range_start, 0, HW_RANGE_LAST, 0x7fffffffffff);
HW_PARAM(size_t, range_size, HW_RANGE_MIN, HW_RANGE_MAX, 0x7ffff000);

#define HW_RANGE_START range_start
#define HW_RANGE_SIZE range_size

#include <harness/user_range.h>
#include <linux/pagemap.h>

/* The pages that were accessible, as HW_RANGE_STORES asks, at some moment of the call. */
static bool hw_was_accessible[HW_USER_PAGES] HW_GHOST;

static inline bool hw_is_accessible(unsigned long page)
{
	return HW_RANGE_STORES ? hw_page_storable(page) : hw_page[page] == RES;
}

/* Only adversaries take pages away, and they say so before; so this, and a look at both ends, misses no moment. */
static inline void hw_see_page(unsigned long page)
{
	if (hw_is_accessible(page))
		hw_was_accessible[page] = true;
}

/* How many bytes of the range lie before the first page that never was accessible. */
static inline long hw_accessible_prefix(void)
{
	for (unsigned long page = 0; page < HW_USER_PAGES; page++) {
		if ((page + 1) * PAGE_SIZE <= range_start || hw_was_accessible[page])
			continue;
		if (page * PAGE_SIZE >= range_start + range_size)
			return range_size;
		return page * PAGE_SIZE > range_start ? page * PAGE_SIZE - range_start : 0;
	}
	return range_start + range_size <= HW_USER_PAGES * PAGE_SIZE ? range_size
								     : HW_USER_PAGES * PAGE_SIZE - range_start;
}

HW_OBSERVE(size, range_size)
HW_OBSERVE(good_prefix, hw_good_prefix)
HW_OBSERVE(accessible_prefix, hw_accessible_prefix())
HW_OBSERVE(excused, hw_excused || hw_killed)

HW_INIT(world)
{
	hw_begin_range();
}

/* In one step: nothing is lost between two of these looks. `forget` is for the beginning of the call. */
static inline void hw_see_pages(bool forget)
{
	hw_atomic {
		for (unsigned long page = 0; page < HW_USER_PAGES; page++) {
			if (forget)
				hw_was_accessible[page] = false;
			hw_see_page(page);
		}
	}
}

#define HW_HARNESS_fault_in(function) \
static inline long hw_call_fault_in(const char __user *address, size_t size) \
{ \
	long missing; \
\
	hw_see_pages(true); \
	missing = function(address, size); \
	hw_see_pages(false); \
	return missing; \
} \
HW_THREAD(caller) \
{ \
	HW_CALL(fault_in, hw_call_fault_in((const char __user *)range_start, range_size)); \
	hw_range_call_holds_nothing(); \
}

#endif /* HW_HARNESS_FAULT_IN_H */
