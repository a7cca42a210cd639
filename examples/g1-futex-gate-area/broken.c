/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds out which file the page of a futex belongs to, to make a key of it.
 *
 * A page that belongs to none is taken for one that its file has just lost, and looked up again. A page of the gate
 * area never belongs to a file: the loop does not end.
 */
#include "surroundings.h"

static int get_futex_key(u32 __user *uaddr, struct futex_key *key)
{
	unsigned long address = (unsigned long)uaddr;
	struct address_space *mapping;
	struct page *page;
	int err;

again:
	err = get_user_pages_fast(address, &page);
	if (err < 0)
		return err;

	lock_page(page);
	mapping = page_mapping(page);
	if (!mapping) {
		unlock_page(page);
		put_page(page);
		goto again;
	}

	key->mapping = mapping;
	key->offset = address;
	unlock_page(page);
	put_page(page);
	return 0;
}

HW_HARNESS(single_word, futex_key_of)
