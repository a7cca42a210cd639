/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader drops its reference and then looks at the folio once more. Truncation may have taken it out of the page
 * cache before.
 */
#include <hw/page_cache.h>

HW_INIT(begin)
{
	hw_folio[0].references = 1;	/* the reader's */
}

HW_THREAD(reader)
{
	struct folio *folio = &hw_folio[0];

	folio_put(folio);
	if (folio_test_locked(folio))
		hw_note("truncation is under way");
}

HW_THREAD(truncate)
{
	struct folio *folio = &hw_folio[0];

	folio_get(folio);
	folio_lock(folio);
	hw_remove_folio(folio);
	folio_unlock(folio);
	folio_put(folio);
}
