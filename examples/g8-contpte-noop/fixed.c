/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sets the bits that an access needs in the entries of a block, unless each of them has those bits already, as it
 * stands in the page table and without the bits of the others.
 */
#include "surroundings.h"

static bool entries_all_set(pteval_t entry)
{
	for (unsigned long page = 0; page < CONT_PTES; page++) {
		if (raw_entry(page) != entry)
			return false;
	}
	return true;
}

static int contpte_ptep_set_access_flags(unsigned long page, pteval_t entry)
{
	(void)page;
	if (entries_all_set(entry))
		return 0;

	set_access_flags_of_block(entry);
	return 1;
}
