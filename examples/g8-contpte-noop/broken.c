/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sets the bits that an access needs in the entries of a block, unless they are set already.
 *
 * Whether they are is asked of the gathered bits: where the other entry of the block is young and dirty, this one looks
 * as if it were, and nothing is done. Who looks at this one entry faults again, and hears the same.
 */
#include "surroundings.h"

static int contpte_ptep_set_access_flags(unsigned long page, pteval_t entry)
{
	pteval_t orig = contpte_ptep_get(page);

	if (orig == entry)
		return 0;

	set_access_flags_of_block(entry);
	return 1;
}
