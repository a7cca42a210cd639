/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The repair: the reference is dropped as soon as the task stands in the queue of those that wait, which is found by
 * the folio's address and needs no folio.
 */
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
	folio_put(folio);
	hw_wait_for(folio->page.lock, folio->page.lock == 0);
}
