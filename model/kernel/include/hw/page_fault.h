/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a load or store that faults to the one that is re-executed: arch/x86/mm/fault.c, mm/memory.c and mm/filemap.c,
 * 6.14, as far as buffered reads and writes can reach them. The processor executes the instruction again after every
 * fault that was handled, however often; that is the loop in hw_load and hw_store, and nothing but the page's state
 * ends it.
 *
 * hw_attempt(exec) is that re-execution, and hw_prepare(exec) names what it needs of the page. Where faults are
 * disabled nothing is executed again: an access is a hw_attempt(range) then, and what it needs was named by whoever
 * faulted it in.
 */
#ifndef HW_PAGE_FAULT_H
#define HW_PAGE_FAULT_H

#include <hw/disabled_faults.h>
#include <hw/glock.h>
#include <hw/page_cache.h>
#include <hw/user_memory.h>
#include <hw/userfaultfd.h>
#include <linux/mmap_lock.h>
#include <linux/sched/signal.h>

/* The call may fail through no fault of the loop: a signal, no memory. Specs excuse it then. */
static bool hw_excused HW_GHOST;

/*
 * set_pte under the page-table lock: the page is mapped, unless it became illegal meanwhile; for a store it is made
 * writable too. What software keeps of it is set: young, and for a store dirty (handle_pte_fault). No choice.
 */
static inline unsigned int hw_install_page(unsigned long page, bool store)
{
	unsigned int fault = 0;

	hw_atomic {
		if (hw_page[page] == BAD) {
			fault = VM_FAULT_SIGSEGV;
		} else {
			hw_page[page] = RES;
			if (store)
				hw_writable[page] = true;
			hw_set_bits(page, store);
			hw_note("page %lu mapped", page);
		}
	}
	return fault;
}

/*
 * filemap_fault, mm/filemap.c, 6.14: finds the folio, locks it, reads it where it is not up to date, and returns with
 * it locked; the caller maps it and unlocks it. No choice.
 */
static inline unsigned int filemap_fault(struct folio *folio, unsigned long page)
{
	unsigned int fault;

	folio_lock(folio);
	if (!folio_test_uptodate(folio))
		hw_read_in(folio);
	fault = hw_install_page(page, false);
	folio_unlock(folio);
	return fault;
}

/* gfs2_fault, fs/gfs2/file.c, 6.14: the same under the inode glock, shared. No choice. */
static inline unsigned int gfs2_fault(struct folio *folio, unsigned long page)
{
	struct gfs2_holder gh;
	unsigned int fault;

	gfs2_holder_init(&hw_inode_glock, LM_ST_SHARED, 0, &gh);
	gfs2_glock_nq(&gh);
	fault = filemap_fault(folio, page);
	gfs2_glock_dq(&gh);
	gfs2_holder_uninit(&gh);
	return fault;
}

/* Reads the folio in as filemap_fault does, without mapping it yet. No choice. */
static inline void hw_read_folio(struct folio *folio)
{
	struct gfs2_holder gh;

	if (HW_GFS2) {
		gfs2_holder_init(&hw_inode_glock, LM_ST_SHARED, 0, &gh);
		gfs2_glock_nq(&gh);
	}
	folio_lock(folio);
	if (!folio_test_uptodate(folio))
		hw_read_in(folio);
	folio_unlock(folio);
	if (HW_GFS2) {
		gfs2_glock_dq(&gh);
		gfs2_holder_uninit(&gh);
	}
}

#if HW_DIRTY_INODE
/* The model's: what ->dirty_inode does for touch_atime and file_update_time, fs/inode.c, 6.14. */
static inline void hw_dirty_inode(void);
#else
static inline void hw_dirty_inode(void) { }
#endif

/*
 * filemap_page_mkwrite, mm/filemap.c, and gfs2_page_mkwrite, fs/gfs2/file.c, 6.14: note the new time in the inode and
 * return with the folio locked; on gfs2 the inode glock was held meanwhile, exclusively. No choice.
 */
static inline void hw_page_mkwrite(struct folio *folio)
{
	struct gfs2_holder gh;

	hw_dirty_inode();
	if (HW_GFS2) {
		gfs2_holder_init(&hw_inode_glock, LM_ST_EXCLUSIVE, 0, &gh);
		gfs2_glock_nq(&gh);
	}
	folio_lock(folio);
	if (HW_GFS2) {
		gfs2_glock_dq(&gh);
		gfs2_holder_uninit(&gh);
	}
}

/*
 * do_shared_fault and, where the page is mapped already, wp_page_shared, mm/memory.c, 6.14: a store to a shared
 * mapping of the file. The page is mapped under the lock with which page_mkwrite returns. No choice.
 */
static inline unsigned int hw_fault_shared_store(struct folio *folio, unsigned long page)
{
	unsigned int fault;

	if (hw_page[page] != RES)
		hw_read_folio(folio);
	hw_page_mkwrite(folio);
	fault = hw_install_page(page, true);
	folio_unlock(folio);
	return fault;
}

#if HW_UFFD
#define hw_missing(page) (hw_page[page] == UFFD)
/* do_anonymous_page, mm/memory.c, 6.14. The caller here is not told that mmap_lock was given up meanwhile. */
static inline unsigned int hw_fault_missing(unsigned long page)
{
	unsigned int fault = handle_userfault(page, FAULT_FLAG_DEFAULT);

	if (fault & VM_FAULT_RETRY)
		mmap_read_lock(&hw_mm);
	return fault;
}
#else
#define hw_missing(page) false
#define hw_fault_missing(page) 0
#endif

#if HW_KILL
HW_APPROXIMATES("after a fatal signal a task has at most one more fault handled: the next one would have to wait");

/*
 * With a fatal signal pending a fault that has to wait (for a folio's lock, for I/O, for the pager) gives up at once:
 * folio_lock_killable and its kin, mm/filemap.c, 6.14. Whether it has to is a plain choice; reclaim that takes away
 * what was just mapped makes the next one wait, for it has to be read in again.
 */
static inline bool hw_dying_gives_up(void)
{
	if (!fatal_signal_pending(current))
		return false;
	if (current->served_dying || hw_flip())
		return true;
	current->served_dying = true;
	return false;
}
#else
#define hw_dying_gives_up() false
#endif

/*
 * handle_mm_fault, mm/memory.c, 6.14. With a fatal signal pending it may give up (hw_dying_gives_up). That it installs
 * nothing or finds no memory otherwise is a whim.
 */
static inline unsigned int hw_handle_mm_fault(unsigned long page, bool store)
{
	int folio = hw_user_page[page].folio;

	if (hw_dying_gives_up())
		return VM_FAULT_RETRY;
	if (hw_missing(page))
		return hw_fault_missing(page);
	if (HW_FAULT_RETRIES && hw_whim("VM_FAULT_RETRY, and nothing installed"))
		return VM_FAULT_RETRY;
	if (HW_FAULT_FAILS && hw_whim("VM_FAULT_OOM: no memory to handle the fault")) {
		hw_excused = true;
		return VM_FAULT_OOM;
	}
	if (!folio)
		return hw_install_page(page, store);
	if (store)
		return hw_fault_shared_store(&hw_folio[folio - 1], page);
	return HW_GFS2 ? gfs2_fault(&hw_folio[folio - 1], page) : filemap_fault(&hw_folio[folio - 1], page);
}

/* What the mapping itself forbids (bad_area, access_error) and what no page table shows. No choice. */
static inline bool hw_forbidden(unsigned long address, bool store)
{
	const struct hw_user_page *page = &hw_user_page[address / PAGE_SIZE];

	return address % PAGE_SIZE >= page->good || (store && page->read_only);
}

/*
 * do_user_addr_fault, arch/x86/mm/fault.c, 6.14: true if the instruction may be executed again, false if it goes to
 * its exception fixup, at once where faults are disabled. VM_FAULT_RETRY is tried again unless a fatal signal is
 * pending. No choice of its own.
 */
static inline bool hw_handle_fault(unsigned long address, bool store)
{
	unsigned long page = address / PAGE_SIZE;
	unsigned int fault;

	might_fault();
	if (faulthandler_disabled() || page >= HW_USER_PAGES)
		return false;
	hw_prepare_pages(exec, page, 1, store);
	do {
		mmap_read_lock(&hw_mm);
		fault = hw_forbidden(address, store) ? VM_FAULT_SIGSEGV : hw_handle_mm_fault(page, store);
		mmap_read_unlock(&hw_mm);
	} while ((fault & VM_FAULT_RETRY) && !fatal_signal_pending(current));
	return fault == 0;
}

/*
 * Of an operation on user memory with faults disabled: its last access, or the one that ends it, is the attempt. Those
 * that follow a copy, or a pin, after the same fault-in are attempts of their own: that the first finds its pages in
 * place as often as it likes says nothing about them. A probe with faults disabled (hw/fault_in.h) is an attempt too,
 * and moves nothing, so that the copy behind it may still be the first. Atomic with the access.
 */
static inline void hw_first_attempt(void)
{
	hw_attempt(range);
	current->attempted = true;
}

static inline void hw_further_attempt(void)
{
	hw_attempt(range);
}

static inline void hw_first_probe(void)
{
	hw_attempt(range);
}

#define hw_attempt_range() (current->attempted ? hw_further_attempt() : hw_first_attempt())
#define hw_attempt_probe() (current->attempted ? hw_further_attempt() : hw_first_probe())

/* What the copies, or pins, that follow need of `count` pages from number `page` on. */
static inline void hw_prepare_attempts(unsigned long page, unsigned long count, bool store)
{
	hw_prepare_pages(range, page, count, store);
	current->attempted = false;
}

/* One byte with faults disabled: loaded or not. `last`: the operation ends here in any case. No choice. */
static inline bool hw_load_nofault(unsigned long address, bool last)
{
	bool loaded;

	hw_atomic {
		loaded = hw_loadable(address);
		if (last || !loaded)
			hw_attempt_range();
	}
	return loaded;
}

/* The same for a store. */
static inline bool hw_store_nofault(unsigned long address, unsigned short tag, bool last)
{
	bool stored;

	hw_atomic {
		stored = hw_storable(address);
		if (stored)
			hw_user_content[address] = tag;
		if (last || !stored)
			hw_attempt_range();
	}
	return stored;
}

/* One load instruction on one user byte, up to its success (true) or its exception fixup (false). No choice. */
static inline bool hw_load(unsigned long address)
{
	bool loaded;

	if (faulthandler_disabled())
		return hw_load_nofault(address, true);
	do {
		hw_atomic {
			loaded = hw_loadable(address);
			hw_attempt(exec);
		}
	} while (!loaded && hw_handle_fault(address, false));
	return loaded;
}

/* One store instruction on one user byte, up to its success (true) or its exception fixup (false). No choice. */
static inline bool hw_store(unsigned long address, unsigned short tag)
{
	bool stored;

	if (faulthandler_disabled())
		return hw_store_nofault(address, tag, true);
	do {
		hw_atomic {
			stored = hw_storable(address);
			if (stored)
				hw_user_content[address] = tag;
			hw_attempt(exec);
		}
	} while (!stored && hw_handle_fault(address, true));
	return stored;
}

/*
 * fixup_user_fault, mm/gup.c, 6.14, for a store: makes the page writable without an instruction that stores, so that
 * disabled faults don't stop it and its content stays. Bytes that fault in a writable page don't show. The caller
 * holds mmap_lock for reading, and holds it again when this returns. True if the page was writable. No choice of its
 * own.
 */
static inline bool hw_fixup_store(unsigned long address)
{
	unsigned long page = address / PAGE_SIZE;
	unsigned int fault;
	bool writable;

	if (page >= HW_USER_PAGES || hw_page[page] == BAD || hw_user_page[page].read_only)
		return false;
	while (!fatal_signal_pending(current)) {
		hw_atomic {
			writable = hw_page_storable(page);
		}
		if (writable)
			return true;
		fault = hw_handle_mm_fault(page, true);
		if (!(fault & VM_FAULT_RETRY))
			return fault == 0;
		mmap_read_unlock(&hw_mm);
		mmap_read_lock(&hw_mm);
	}
	return false;
}

#endif /* HW_PAGE_FAULT_H */
