/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies to user memory by memcpy, page by page, each pinned by the lock of its page-table entry. A page that can't be
 * stored to now is not pinned; it is touched first, by a store of zero, which takes the fault. That is allowed only
 * since the byte is overwritten next. A huge page is pinned by the lock of its entry in the directory.
 */
#include "surroundings.h"

static int pin_page_for_write(const void __user *to, pte_t **ptep, spinlock_t **ptlp)
{
	spinlock_t *ptl;
	pte_t *pte;

	if (unlikely(pmd_none(to)))
		return 0;

	/* Under the lock: is it still huge, and does a store pass? */
	if (unlikely(pmd_thp_or_huge(to))) {
		ptl = &hw_page_table_lock;
		spin_lock(ptl);
		if (unlikely(!pmd_thp_or_huge(to) || pmd_hugewillfault(to))) {
			spin_unlock(ptl);
			return 0;
		}
		*ptep = NULL;
		*ptlp = ptl;
		return 1;
	}

	pte = pte_offset_map_lock(to, &ptl);
	if (unlikely(!pte_present(pte) || !pte_young(pte) || !pte_write(pte) || !pte_dirty(pte))) {
		pte_unmap_unlock(pte, ptl);
		return 0;
	}
	*ptep = pte;
	*ptlp = ptl;
	return 1;
}

static unsigned long __copy_to_user_memcpy(const void __user *to, const unsigned char *from, unsigned long n)
{
	bool atomic = faulthandler_disabled();

	if (!atomic)
		mmap_read_lock(&hw_mm);
	while (n) {
		spinlock_t *ptl;
		pte_t *pte;
		size_t tocopy;

		while (!pin_page_for_write(to, &pte, &ptl)) {
			if (!atomic)
				mmap_read_unlock(&hw_mm);
			if (__put_user(0, to))
				goto out;
			if (!atomic)
				mmap_read_lock(&hw_mm);
		}

		tocopy = min(PAGE_SIZE - offset_in_page(to), n);
		memcpy_to_pinned(to, from, tocopy);
		to += tocopy;
		from += tocopy;
		n -= tocopy;

		if (pte)
			pte_unmap_unlock(pte, ptl);
		else
			spin_unlock(ptl);
	}
	if (!atomic)
		mmap_read_unlock(&hw_mm);
out:
	return n;
}
