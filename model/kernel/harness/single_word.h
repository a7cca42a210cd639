/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One task that performs an operation on one word of user memory, as a futex call does, amid the adversaries that were
 * asked for. The operation returns 0 or a negative error:
 *
 *	int my_operation(u32 __user *uaddr) { … }
 *	HW_HARNESS(single_word, my_operation)
 *
 * It must meet specs/single_word.spec. What a model may define before it includes this file, besides hw/surroundings.h:
 *
 *	HW_WORD_DONE             the operation has taken effect; else: HW_WORD_DUE has been stored to the word
 *	HW_WORD_ILLEGAL(page)    the operation is illegal on page number `page`; else: where no store can ever pass
 *
 * and what --set may change:
 *
 *	word_page                the page that the word is the first granule of; as it stands, each page in turn
 */
#ifndef HW_HARNESS_SINGLE_WORD_H
#define HW_HARNESS_SINGLE_WORD_H

#include <headway.h>

HW_CITES("Linux 6.14");
HW_APPROXIMATES("a word is one granule; no per-VMA locks");
HW_SPEC("single_word");

/* Nobody looks at the other pages, so nothing need happen to them. */
#ifndef HW_HELD
#define HW_HELD(page) ((page) != word_page)
#endif

#include <hw/user_memory.h>

HW_PARAM(unsigned long, word_page, 0, HW_USER_PAGES - 1, HW_USER_PAGES - 1);

#include <hw/adversaries.h>
#include <hw/holds_nothing.h>
#include <hw/page_fault.h>
#include <linux/kernel.h>
#include <linux/uaccess.h>

#define hw_word (word_page * PAGE_SIZE)
/* The value that the operation stores, and the tag by which user memory knows it; no byte that lies there has it. */
#define HW_WORD_VALUE 0x55
#define HW_WORD_DUE hw_tag_of(HW_WORD_VALUE)

#ifndef HW_WORD_DONE
#define HW_WORD_DONE (hw_user_content[hw_word] == HW_WORD_DUE)
#endif
#ifndef HW_WORD_ILLEGAL
#define HW_WORD_ILLEGAL(page) hw_hopeless_store((page) * PAGE_SIZE)
#endif

/* The operation was illegal at some moment, or from the first one on: what is illegal stays so. */
static bool hw_was_illegal HW_GHOST;
static bool hw_never_legal HW_GHOST;

HW_OBSERVE(done, HW_WORD_DONE)
HW_OBSERVE(was_illegal, hw_was_illegal)
HW_OBSERVE(never_legal, hw_never_legal)
HW_OBSERVE(excused, hw_excused || hw_killed)

static inline void hw_page_became_bad(unsigned long page)
{
	if (page == word_page)
		hw_was_illegal = true;
}

HW_INIT(world)
{
	for (unsigned long page = 0; page < HW_USER_PAGES; page++) {
		if (page == word_page) {
			hw_begin_page(page);
			continue;
		}
		hw_page[page] = EVICT;
		hw_writable[page] = false;
#if HW_SOFTWARE_BITS
		hw_young[page] = hw_dirty[page] = false;
#endif
	}
	hw_was_illegal = hw_never_legal = HW_WORD_ILLEGAL(word_page);
}

#define HW_HARNESS_single_word(function) \
HW_THREAD(task) \
{ \
	HW_CALL(operate, function((u32 __user *)hw_word)); \
	hw_holds_nothing(); \
}

#endif /* HW_HARNESS_SINGLE_WORD_H */
