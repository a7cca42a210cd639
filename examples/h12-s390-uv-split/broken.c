/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Splits the large folio that a page belongs to, so that the page can be made secure at the next try.
 *
 * A dirty folio is not split. It is dirty, for the try has just mapped the page for stores, and the next one will do so
 * again: what the first step needs is what the second can't have.
 */
#include "surroundings.h"

static int split_large_folio(void)
{
	int rc;

	folio_lock(&hw_folio[0]);
	rc = split_folio();
	folio_unlock(&hw_folio[0]);
	return rc;
}
