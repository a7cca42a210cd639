/* SPDX-License-Identifier: Apache-2.0 */
/* What history had: the reference that keeps the folio from going away is held until it is unlocked. */
#include "migrate.h"

static void migration_entry_wait(struct folio *folio)
{
	bool found = false;

	/* Under the page table's lock. */
	hw_atomic {
		if (migration_entry) {
			found = true;
			folio->references++;
		}
	}
	if (!found)
		return;
	hw_atomic {
		asleep++;
	}
	hw_atomic {
		hw_wait_for(folio->page.lock, folio->page.lock == 0);
		asleep--;
	}
	folio_put(folio);
}
