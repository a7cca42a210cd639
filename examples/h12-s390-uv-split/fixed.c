/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Splits the large folio that a page belongs to, so that the page can be made secure at the next try. A folio that is
 * not split since it is dirty is written back, and split at once, before anybody maps it for stores again.
 */
#include "surroundings.h"

static int split_large_folio(void)
{
	int rc;

	for (int tries = 0; tries < 2; tries++) {
		folio_lock(&hw_folio[0]);
		rc = split_folio();
		folio_unlock(&hw_folio[0]);
		if (rc != -EBUSY)
			return rc;

		rc = write_back_folio();
		if (rc)
			return rc;
	}
	return -EAGAIN;
}
