/* SPDX-License-Identifier: Apache-2.0 */
/* What history had: the folio is tried for, and if somebody has it the caller is told to come again, at once. */
#include "device_page.h"

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
		folio_put(folio);
		return VM_FAULT_RETRY;
	}
	spin_unlock(&pte_lock);
	move_back(folio);
	folio_unlock(folio);
	folio_put(folio);
	return 0;
}
