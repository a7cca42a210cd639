/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every self-test begins with: a world without adversaries, in which fault-in does not stop early, unless the test
 * defines otherwise. A test is one thread that asserts; `headway check` must say that everything holds.
 */
#ifndef HW_RECLAIM
#define HW_RECLAIM 0
#endif
#ifndef HW_PARTIAL_FAULT_IN
#define HW_PARTIAL_FAULT_IN 0
#endif

#include <hw/adversaries.h>
#include <linux/pagemap.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#define IS(value, expected) do { \
	long hw_value_ = (long)(value); \
	hw_assert(hw_value_ == (long)(expected), #value " is " #expected); \
} while (0)

#define USER(address) ((char __user *)(unsigned long)(address))

HW_INIT(world)
{
	_Static_assert(HW_USER_PAGES <= 5, "at most five user pages");
	hw_begin_page(0);
	hw_begin_page(1);
	hw_begin_page(2);
	hw_begin_page(3);
	hw_begin_page(4);
}
