/* SPDX-License-Identifier: Apache-2.0 */
/* Tries until it succeeds. */
static int migrate_folio(struct folio *folio)
{
again:
	if (freeze_and_move(folio))
		return 0;
	cond_resched();
	goto again;
}
