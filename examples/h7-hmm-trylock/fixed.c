/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The repair: who does not get the folio waits until it is unlocked, after it has left the page table's lock, under
 * which nobody may sleep.
 */
#include "device_page.h"

HW_SCHEDULER(nonpreempt);

static void folio_wait_locked(struct folio *folio)
{
	might_sleep();
	hw_wait_for(folio->page.lock, folio->page.lock == 0);
}

static int do_swap_page(struct folio *folio)
{
	spin_lock(&pte_lock);
	if (!device_private) {
		spin_unlock(&pte_lock);
		return 0;
	}
	folio_get(folio);
	if (!folio_trylock(folio)) {
		spin_unlock(&pte_lock);
		folio_wait_locked(folio);
		folio_put(folio);
		return VM_FAULT_RETRY;
	}
	spin_unlock(&pte_lock);
	move_back(folio);
	folio_unlock(folio);
	folio_put(folio);
	return 0;
}
