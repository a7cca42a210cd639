/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A range of two pages of a file: one that can be read in, and one that can or whose reading fails. The first try of a
 * fault may give up mmap_lock for the reading, and says VM_FAULT_RETRY then, whatever came of it; a later one, which
 * says FAULT_FLAG_TRIED, keeps the lock and hears of the error. Reclaim is at work, and the process may be killed.
 * Linux 6.8.
 */
#define UNREADABLE { 0, EVICT, 0, 0, 0 }  /* legal, and each try to read it fails */
#define HW_PAGES HW_GOOD, HW_GOOD, UNREADABLE
#define HW_KILL 1

#include <headway.h>

HW_CITES("Linux 6.14, and 6.8 for MADV_POPULATE_READ");
HW_APPROXIMATES("no per-VMA locks; a read that fails once fails always");
HW_SPEC("populate");

/* Where in user memory the range begins; it has two pages. */
HW_PARAM(unsigned long, range_page, 0, 1, 1);

/* Nobody looks at the other page, so nothing need happen to it. */
#define HW_HELD(page) ((page) != range_page && (page) != range_page + 1)

/* By page: it is in the page cache, mapped or not. Reclaim takes it from there as well. */
static _Bool in_cache[3] hw_lazy(0, 1);
#define HW_ON_LOSS(page) (in_cache[page] = false)

#include <hw/adversaries.h>
#include <hw/holds_nothing.h>
#include <hw/page_fault.h>
#include <linux/errno.h>
#include <linux/kernel.h>

#define FOLL_UNLOCKABLE (1 << 0)
#define FOLL_TRIED (1 << 1)

/* By page of the range: it was mapped at some moment of the call. */
static bool was_there[2] HW_GHOST;

HW_OBSERVE(were_there, was_there[0] && was_there[1])
HW_OBSERVE(hopeless, range_page == 1)
HW_OBSERVE(killed, hw_killed)

static inline void hw_page_became_bad(unsigned long page)
{
	(void)page;
}

HW_INIT(world)
{
	unsigned long other = range_page == 0 ? 2 : 0;

	hw_page[other] = EVICT;
	hw_begin_page(2);
	in_cache[other] = in_cache[2] = false;
	hw_assume(hw_page[0] == EVICT || in_cache[0]);
	hw_assume(hw_page[1] == EVICT || in_cache[1]);
}

/*
 * filemap_fault, mm/filemap.c, 6.8, below handle_mm_fault: a page that is not in the page cache is read. The first try
 * gives up mmap_lock for that, and answers VM_FAULT_RETRY whatever came of it. An error is told to who keeps the lock.
 * With a fatal signal pending nothing may come of it, by plain choice.
 */
static inline unsigned int handle_mm_fault(unsigned long page, unsigned int flags)
{
	bool first = (flags & FAULT_FLAG_ALLOW_RETRY) && !(flags & FAULT_FLAG_TRIED);
	bool read = in_cache[page];
	unsigned int fault;

	in_cache[page] = hw_user_page[page].good != 0;
	if (!read && first)
		fault = VM_FAULT_RETRY;
	else if (!in_cache[page])
		fault = VM_FAULT_SIGBUS;
	else
		fault = hw_handle_mm_fault(page, false);
	if (fault & VM_FAULT_RETRY)
		mmap_read_unlock(&hw_mm);
	return fault;
}

/* follow_page_mask, mm/gup.c, 6.8: whether the page table has the page. No choice. */
static inline bool follow_page(unsigned long page)
{
	bool found;

	hw_atomic {
		found = hw_page[page] == RES;
		was_there[page - range_page] |= found;
		hw_attempt_range();
	}
	return found;
}

/* mm/gup.c, 6.8. After VM_FAULT_RETRY mmap_lock is not held, and -EBUSY says so. No choice of its own. */
static inline int faultin_page(unsigned long page, unsigned int flags, int *locked)
{
	unsigned int fault_flags = 0, fault;

	if (flags & FOLL_UNLOCKABLE)
		fault_flags |= FAULT_FLAG_ALLOW_RETRY | FAULT_FLAG_KILLABLE;
	if (flags & FOLL_TRIED)
		fault_flags |= FAULT_FLAG_TRIED;
	hw_prepare_attempts(page, 1, false);
	fault = handle_mm_fault(page, fault_flags);
	if (fault & VM_FAULT_RETRY) {
		*locked = 0;
		return -EBUSY;
	}
	return fault & VM_FAULT_ERROR ? -EFAULT : 0;
}

/*
 * mm/gup.c, 6.8: the pages from the first one on that are there, or that a fault brings in; how many, or an error where
 * that is none. 0 is for a fault that gave up mmap_lock: *locked is 0 then. No choice of its own.
 */
static long __get_user_pages(unsigned long page, unsigned long nr_pages, unsigned int flags, int *locked)
{
	long done = 0;
	int ret = 0;

	while (nr_pages) {
		if (fatal_signal_pending(current)) {
			ret = -EINTR;
			break;
		}
		if (!follow_page(page)) {
			ret = faultin_page(page, flags, locked);
			if (ret == 0)
				continue;
			if (ret == -EBUSY)
				ret = 0;
			break;
		}
		page++;
		nr_pages--;
		done++;
	}
	return done ? done : ret;
}

static long madvise_populate(unsigned long page, unsigned long end);

static inline long call_populate(void)
{
	was_there[0] = was_there[1] = false;
	return madvise_populate(range_page, range_page + 2);
}

HW_THREAD(task)
{
	mmap_read_lock(&hw_mm);
	HW_CALL(populate, call_populate());
	mmap_read_unlock(&hw_mm);
	hw_holds_nothing();
}
