/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Other threads of the process, each of which does one thing once. A model says which of them exist, and on which
 * user page, before its first #include:
 *
 *	HW_MLOCK_PAGE p    mlock(page p)
 *	HW_MUNMAP_PAGE p   munmap(page p)
 *	HW_MMAP_CALLS 1    mmap of a file
 *	HW_STORE_PAGE p    a store to page p in user mode
 *
 * The first three hold mmap_lock for writing. The harness defines hw_page_became_bad. None of them makes a choice.
 */
#ifndef HW_PROCESS_THREADS_H
#define HW_PROCESS_THREADS_H

#include <hw/adversaries.h>
#include <hw/holds_nothing.h>
#include <hw/page_fault.h>

#ifdef HW_MLOCK_PAGE
/*
 * sys_mlock and make_pages_present, mm/mlock.c and mm/memory.c, 2.6.23: a page that is not there is faulted in with
 * mmap_lock still held for writing, and for a page of the file that means the page lock. (Since 2.6.39 it is held for
 * reading meanwhile.)
 */
HW_THREAD(sys_mlock)
{
	bool mapped;

	mmap_write_lock(&hw_mm);
	hw_atomic {
		mapped = hw_page[HW_MLOCK_PAGE] != EVICT;
	}
	if (!mapped)
		hw_handle_mm_fault(HW_MLOCK_PAGE, false);
	mmap_write_unlock(&hw_mm);
	hw_holds_nothing();
}
#endif

#ifdef HW_MUNMAP_PAGE
/*
 * sys_munmap, mm/mmap.c and mm/mlock.c, 2.6.28: the page is first munlocked, for which a page of the file is locked,
 * and then zapped; mmap_lock is held for writing throughout. From then on the page is illegal.
 */
HW_THREAD(sys_munmap)
{
	int folio = hw_user_page[HW_MUNMAP_PAGE].folio;

	mmap_write_lock(&hw_mm);
	if (folio) {
		folio_lock(&hw_folio[folio - 1]);
		folio_unlock(&hw_folio[folio - 1]);
	}
	hw_atomic {
		hw_page[HW_MUNMAP_PAGE] = BAD;
		hw_page_became_bad(HW_MUNMAP_PAGE);
		hw_note("page %d unmapped", HW_MUNMAP_PAGE);
	}
	mmap_write_unlock(&hw_mm);
	hw_holds_nothing();
}
#endif

#if HW_MMAP_CALLS
/* do_mmap and the file's ->mmap, mm/mmap.c, 6.14: touch_atime dirties the inode with mmap_lock held for writing. */
HW_THREAD(sys_mmap)
{
	mmap_write_lock(&hw_mm);
	hw_dirty_inode();
	mmap_write_unlock(&hw_mm);
	hw_holds_nothing();
}
#endif

#ifdef HW_STORE_PAGE
/* An instruction in user mode that stores to the page, with the fault that it may need. */
HW_THREAD(user_store)
{
	hw_store(HW_STORE_PAGE * PAGE_SIZE, HW_ZERO);
	hw_holds_nothing();
}
#endif

#endif /* HW_PROCESS_THREADS_H */
