/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may undo a fault-in, or end a call early. Each action is one atomic step, owed to nobody. The harness says which
 * of them exist (hw/surroundings.h).
 */
#ifndef HW_ADVERSARIES_H
#define HW_ADVERSARIES_H

#include <hw/page_cache.h>
#include <hw/user_memory.h>
#include <linux/sched/signal.h>

/* What a harness wants done in the same step, before a page stops to be accessible for loads or stores. */
#ifndef HW_ON_LOSS
#define HW_ON_LOSS(page) ((void)0)
#endif

/* The harness hears that a page became illegal. */
static inline void hw_page_became_bad(unsigned long page);

#if HW_RECLAIM
/*
 * shrink_folio_list and try_to_unmap, mm/vmscan.c and mm/rmap.c, 6.14: any page that is mapped loses its mapping. A
 * page of the file does so under its folio's lock, for which reclaim only tries.
 */
HW_ADVERSARY(reclaim)
{
	unsigned long page = hw_choose(0, HW_USER_PAGES - 1);
	int folio = hw_user_page[page].folio;

	hw_assume(!HW_HELD(page) && hw_page[page] == RES);
	hw_assume(!folio || !folio_test_locked(&hw_folio[folio - 1]));
	HW_ON_LOSS(page);
	hw_event(evict);
	hw_page[page] = EVICT;
	hw_note("page %lu evicted", page);
}
#endif

#if HW_MUNMAP
/* The effect of munmap or mprotect by another thread of the process: a legal page becomes illegal, for good. */
HW_ADVERSARY(munmap)
{
	unsigned long page = hw_choose(0, HW_USER_PAGES - 1);

	hw_assume(!HW_HELD(page) && hw_page[page] != BAD);
	HW_ON_LOSS(page);
	hw_page[page] = BAD;
	hw_page_became_bad(page);
	hw_note("page %lu unmapped", page);
}
#endif

#if HW_WRITE_PROTECT
/*
 * fork (copy on write), ksm, and write-back of a shared file (folio_mkclean), 6.14: the next store to a page faults,
 * be it mapped or not. A page of the file is cleaned under its folio's lock.
 */
HW_ADVERSARY(write_protect)
{
	unsigned long page = hw_choose(0, HW_USER_PAGES - 1);
	int folio = hw_user_page[page].folio;

	hw_assume(!HW_HELD(page) && hw_writable[page]);
	hw_assume(!folio || !folio_test_locked(&hw_folio[folio - 1]));
	HW_ON_LOSS(page);
	hw_writable[page] = false;
	hw_note("page %lu write-protected", page);
}
#endif

#if HW_SOFTWARE_BITS
/* page_referenced, mm/rmap.c, and clear_refs, fs/proc/task_mmu.c, 6.14: a page counts as not used. */
HW_ADVERSARY(age)
{
	unsigned long page = hw_choose(0, HW_USER_PAGES - 1);

	hw_assume(!HW_HELD(page) && hw_page[page] == RES && hw_young[page]);
	HW_ON_LOSS(page);
	hw_young[page] = false;
	hw_note("page %lu is old", page);
}

/* madvise_free_pte_range, mm/madvise.c, 6.14: a page counts as clean, and stays writable. */
HW_ADVERSARY(clean)
{
	unsigned long page = hw_choose(0, HW_USER_PAGES - 1);

	hw_assume(!HW_HELD(page) && hw_page[page] == RES && hw_dirty[page]);
	HW_ON_LOSS(page);
	hw_dirty[page] = false;
	hw_note("page %lu is clean", page);
}
#endif

#if HW_KILL
/* complete_signal, kernel/signal.c, 6.14: a fatal signal reaches every thread of the process. */
HW_SIGNAL(kill)
{
	hw_killed = true;
	hw_note("fatal signal");
}

HW_FATAL_SIGNAL(hw_killed);
#endif

#if HW_SIGNAL_COMES
/* The same for a signal with a handler, or that is ignored only when it is taken. */
HW_SIGNAL(signal)
{
	hw_signalled = true;
	hw_note("a signal that is not fatal");
}
#endif

#if HW_NOTIFICATION_COMES
/* task_work_add with TWA_SIGNAL, kernel/task_work.c, 6.14: somebody has work for the task. */
HW_SIGNAL(notify)
{
	hw_notified = true;
	hw_note("task work is queued");
}
#endif

#endif /* HW_ADVERSARIES_H */
