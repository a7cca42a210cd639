/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call about one word of user memory, as futexes are, amid the adversaries that were asked for:
 *
 *	int my_call(u32 __user *word) { … }
 *	HW_HARNESS(single_word, my_call)
 *
 * It must meet specs/single_word.spec. It returns 0 or more for success, and -EFAULT where the word can't be accessed.
 * A word is one granule. The step that does to the word what the call is for says so with hw_word_done(result), result
 * being what the call then has to return. What --set may change:
 *
 *	word_at                the user address of the word
 *
 * and what a model may define first, besides hw/surroundings.h: HW_WORD_LAST, the greatest address of the word (the
 * last byte of all pages); HW_WORD_STORES, 1 for a call that stores to the word (the default), 0 for one that loads
 * it; and HW_WORD_REFUSED(address), true for a word that the call may refuse though it can be accessed.
 */
#ifndef HW_HARNESS_SINGLE_WORD_H
#define HW_HARNESS_SINGLE_WORD_H

#include <headway.h>

HW_CITES("Linux 6.14");
HW_APPROXIMATES("mmap_lock lets readers pass a waiting writer; no per-VMA locks");
HW_SPEC("single_word");

#ifndef HW_WORD_STORES
#define HW_WORD_STORES 1
#endif
#ifndef HW_WORD_REFUSED
#define HW_WORD_REFUSED(address) false
#endif

#include <hw/user_memory.h>

#ifndef HW_WORD_LAST
#define HW_WORD_LAST (HW_USER_PAGES * HW_PAGE_GRANULES - 1)
#endif

HW_PARAM(unsigned long, word_at, 0, HW_WORD_LAST, 0x7fffffffffff);

#define HW_RANGE_START word_at
#define HW_RANGE_SIZE 1
#define HW_RANGE_STORES HW_WORD_STORES

#include <harness/user_range.h>
#include <linux/pagemap.h>

/* How often the call did what it is for, and what it has to return since. */
static unsigned int hw_word_times HW_GHOST;
static int hw_word_result HW_GHOST;

/* Stands in the atomic step that does it. */
static inline void hw_word_done(int result)
{
	hw_word_times++;
	hw_word_result = result;
	hw_progress("the word was accessed");
}

HW_OBSERVE(times, hw_word_times)
HW_OBSERVE(right_result, hw_word_result)
HW_OBSERVE(was_illegal, hw_good_prefix == 0)
HW_OBSERVE(refused, HW_WORD_REFUSED(word_at))
HW_OBSERVE(excused, hw_excused || hw_killed)

HW_INIT(world)
{
	hw_begin_range();
}

#define HW_HARNESS_single_word(function) \
HW_THREAD(caller) \
{ \
	HW_CALL(word, function((u32 __user *)word_at)); \
	hw_range_call_holds_nothing(); \
}

#endif /* HW_HARNESS_SINGLE_WORD_H */
