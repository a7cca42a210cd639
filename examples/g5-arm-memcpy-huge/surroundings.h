/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A copy to user memory on ARM: to a page in any state, and on to one that is always ready and to a bad one. A page is
 * mapped by an entry of a page table or, if it is huge, by an entry of the directory above; to the model a huge page is
 * no larger than another. Software keeps young and dirty. Whatever changes how the first page is mapped waits for the
 * lock of its entry, and may strike at any other moment. Linux 3.12.
 */
#define HW_PAGES HW_GOOD, HW_RESIDENT, HW_BAD
#define HW_SOFTWARE_BITS 1
#define HW_MUNMAP 1
#define HW_WRITE_PROTECT 1
#define HW_HELD(page) ((page) != 0 || hw_entry_locked(page))

#include <linux/spinlock.h>

/* The locks of the page table and of the directory. */
static spinlock_t hw_pte_lock, hw_page_table_lock;

static inline bool hw_entry_locked(unsigned long page);

#include <hw/adversaries.h>
#include <hw/holds_nothing.h>
#include <hw/page_fault.h>
#include <linux/kernel.h>
#include <linux/uaccess.h>

HW_CITES("Linux 3.12");
HW_APPROXIMATES("a huge page is as large as another; no per-VMA locks");
HW_SPEC("copy_to_user");

static bool hw_huge[HW_USER_PAGES] HW_STRIP("huge") hw_lazy(0, 1);

static inline bool hw_entry_locked(unsigned long page)
{
	return hw_huge[page] ? spin_is_locked(&hw_page_table_lock) : spin_is_locked(&hw_pte_lock);
}

/* ---- Page tables, by address ------------------------------------------------------------------------------------ */

typedef struct { char unused; } pte_t;

static pte_t hw_pte[HW_USER_PAGES];

#define hw_page_of(to) ((unsigned long)(to) / PAGE_SIZE)

/* To who expects a page table below it, the entry for a huge page is a bad one. */
static bool pmd_bad(const void __user *to)
{
	return hw_huge[hw_page_of(to)];
}

static bool pmd_thp_or_huge(const void __user *to)
{
	return hw_huge[hw_page_of(to)];
}

/* arch/arm/include/asm/pgtable-3level.h, 3.13: the next store through this entry faults. */
static bool pmd_hugewillfault(const void __user *to)
{
	return !hw_page_storable(hw_page_of(to));
}

static bool pmd_none(const void __user *to)
{
	return hw_huge[hw_page_of(to)] && hw_page[hw_page_of(to)] != RES;
}

static pte_t *pte_offset_map_lock(const void __user *to, spinlock_t **ptl)
{
	*ptl = &hw_pte_lock;
	spin_lock(*ptl);
	return &hw_pte[hw_page_of(to)];
}

static void pte_unmap_unlock(pte_t *pte, spinlock_t *ptl)
{
	hw_require("contract", pte != NULL, "pte_unmap_unlock without an entry of a page table");
	spin_unlock(ptl);
}

#define pte_present(pte) (hw_page[(pte) - hw_pte] == RES)
#define pte_young(pte) hw_young[(pte) - hw_pte]
#define pte_write(pte) (hw_writable[(pte) - hw_pte] && !hw_user_page[(pte) - hw_pte].read_only)
#define pte_dirty(pte) hw_dirty[(pte) - hw_pte]

/* split_huge_page, mm/huge_memory.c, 3.12: what it mapped is mapped by a page table now. */
HW_ADVERSARY(split)
{
	unsigned long page = hw_choose(0, HW_USER_PAGES - 1);

	hw_assume(!HW_HELD(page) && hw_huge[page]);
	hw_huge[page] = false;
	hw_note("page %lu is split", page);
}

/* collapse_huge_page, mm/huge_memory.c, 3.12: the reverse, with mmap_lock held for writing; young and dirty. */
HW_ADVERSARY(collapse)
{
	unsigned long page = hw_choose(0, HW_USER_PAGES - 1);

	hw_assume(!HW_HELD(page) && !hw_huge[page] && hw_page[page] == RES && hw_mm.mmap_lock.holders == 0);
	hw_huge[page] = hw_young[page] = hw_dirty[page] = true;
	hw_note("page %lu is huge", page);
}

/* ---- Access to user memory -------------------------------------------------------------------------------------- */

/* One store instruction with a fixup. */
#define __put_user(value, to) (hw_store((unsigned long)(to), hw_tag_of(value)) ? 0 : -EFAULT)

/* memcpy without fixup, to pages that are pinned by the lock of their entry: a fault would take that lock again. */
static void memcpy_to_pinned(const void __user *to, const unsigned char *from, size_t n)
{
	for (size_t k = 0; k < n; k++) {
		hw_atomic {
			hw_require("locks", hw_storable((unsigned long)to + k),
				   "memcpy faults while the page table is locked");
			hw_user_content[(unsigned long)to + k] = hw_tag_of(from[k]);
		}
	}
	hw_progress("bytes were copied");
}

/* ---- The caller ------------------------------------------------------------------------------------------------ */

HW_PARAM(unsigned long, copy_to, 1, 1, 1);
HW_PARAM(unsigned long, copy_count, 3, 4, 5);
/* 1: the copy is called with page faults disabled. */
HW_PARAM(int, copy_atomic, 0, 0, 1);

static const unsigned char hw_from[] = { 0x31, 0x32, 0x33, 0x34, 0x35 };

static bool hw_was_bad[HW_USER_PAGES] HW_GHOST;
static bool hw_misplaced HW_GHOST;
static bool hw_spoiled HW_GHOST;
static bool hw_stopped_at_bad HW_GHOST;

HW_OBSERVE(misplaced, hw_misplaced)
HW_OBSERVE(spoiled, hw_spoiled)
HW_OBSERVE(stopped_at_bad, hw_stopped_at_bad)
HW_OBSERVE(excused, hw_excused || hw_killed || copy_atomic)

static inline void hw_page_became_bad(unsigned long page)
{
	hw_was_bad[page] = true;
}

HW_INIT(world)
{
	for (unsigned long page = 0; page < HW_USER_PAGES; page++) {
		hw_begin_page(page);
		hw_was_bad[page] = hw_page[page] == BAD;
		if (page == 0)
			continue;
		hw_huge[page] = false;
		hw_writable[page] = hw_young[page] = hw_dirty[page] = hw_page[page] == RES;
	}
}

/* Compares what lies there with what the result says. A page that is gone has nothing to read. */
static inline void hw_judge(unsigned long left)
{
	unsigned long copied = copy_count - left;

	for (unsigned long k = 0; k < copy_count; k++) {
		unsigned long address = copy_to + k;

		hw_atomic {
			if (k < copied)
				hw_misplaced |= hw_user_content[address] != hw_tag_of(hw_from[k]);
			else
				hw_spoiled |= hw_user_content[address] != HW_STALE && hw_page[hw_page_of(address)] != BAD;
		}
	}
	hw_stopped_at_bad = left > 0 && left <= copy_count && hw_was_bad[hw_page_of(copy_to + copied)];
}

static unsigned long __copy_to_user_memcpy(const void __user *to, const unsigned char *from, unsigned long n);

static inline unsigned long hw_call_copy(void)
{
	unsigned long left;

	if (copy_atomic)
		pagefault_disable();
	left = __copy_to_user_memcpy((const void __user *)copy_to, hw_from, copy_count);
	if (copy_atomic)
		pagefault_enable();
	hw_judge(left);
	return left;
}

HW_THREAD(task)
{
	HW_CALL(copy, hw_call_copy());
	hw_holds_nothing();
}
