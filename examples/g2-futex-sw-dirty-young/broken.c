/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A futex operation that stores to a user word: it takes the lock of the hash bucket and stores with page faults
 * disabled. Where the store faults, it drops the lock, has get_user_pages look for a page to write to, and tries again.
 *
 * A page that is writable, but old or clean, is all that get_user_pages asks for; it says so and changes nothing. To
 * the store such a page is out of reach. Each is content with itself, and they go on for ever.
 */
#include "surroundings.h"

static int fault_in_user_writeable(u32 __user *uaddr)
{
	struct mm_struct *mm = &hw_mm;
	int ret;

	mmap_read_lock(mm);
	ret = get_user_pages(mm, (unsigned long)uaddr, 1, 1, 0);
	mmap_read_unlock(mm);

	return ret < 0 ? ret : 0;
}

static int futex_op(u32 __user *uaddr)
{
	struct futex_hash_bucket *hb = &hw_bucket;
	int ret;

retry:
	spin_lock(&hb->lock);
	ret = futex_atomic_op_inuser(HW_WORD_VALUE, uaddr);
	if (unlikely(ret < 0)) {
		spin_unlock(&hb->lock);

		if (ret != -EFAULT)
			return ret;
		ret = fault_in_user_writeable(uaddr);
		if (ret)
			return ret;
		goto retry;
	}
	spin_unlock(&hb->lock);
	return 0;
}

HW_HARNESS(single_word, futex_op)
