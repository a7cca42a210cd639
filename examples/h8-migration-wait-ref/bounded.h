/* SPDX-License-Identifier: Apache-2.0 */
/* Tries a few times, and then leaves the folio where it is. */
HW_CONST(int, NR_MAX_MIGRATE_PAGES_RETRY, 2, 10);

static int migrate_folio(struct folio *folio)
{
	for (int pass = 0; pass < NR_MAX_MIGRATE_PAGES_RETRY; pass++) {
		if (freeze_and_move(folio))
			return 0;
		cond_resched();
	}
	return -EAGAIN;
}
