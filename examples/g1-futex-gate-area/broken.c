/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The key of a futex that others may share: the address space for anonymous memory, the inode for shared memory. It is
 * read off the page, which is looked up without any lock; by the time that the page is locked it may have lost its
 * mapping. It is taken to be truncated then, and looked up again.
 *
 * The pages of the gate area, and of any other special mapping, have no mapping to begin with. They are looked up,
 * found without one, and looked up again for ever.
 */
#include "surroundings.h"

static int get_futex_key(u32 __user *uaddr, struct futex_key *key, int rw)
{
	unsigned long address = (unsigned long)uaddr;
	struct mm_struct *mm = &hw_mm;
	struct page *page;
	int err, ro = 0;

	key->offset = address % PAGE_SIZE;
	address -= key->offset;
again:
	err = get_user_pages_fast(address, 1, 1, &page);
	if (err == -EFAULT && rw == VERIFY_READ) {
		err = get_user_pages_fast(address, 1, 0, &page);
		ro = 1;
	}
	if (err < 0)
		return err;
	err = 0;

	lock_page(page);
	if (!page_mapping(page)) {
		unlock_page(page);
		put_page(page);
		goto again;
	}

	if (PageAnon(page)) {
		if (ro) {
			err = -EFAULT;
			goto out;
		}
		key->mm = mm;
		key->word = address;
	} else {
		key->inode = page_mapping(page)->host;
		key->word = page_index(page);
	}
out:
	unlock_page(page);
	put_page(page);
	return err;
}

HW_HARNESS(single_word, key_for_waiting)
