/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A futex operation that stores to a user word: it takes the lock of the hash bucket and stores with page faults
 * disabled. Where the store faults, it drops the lock, has the fault handler run as the store would have, and tries
 * again. What the handler leaves behind is what the store needs: the page is writable, young and dirty.
 */
#include "surroundings.h"

static int fault_in_user_writeable(u32 __user *uaddr)
{
	struct mm_struct *mm = &hw_mm;
	int ret;

	mmap_read_lock(mm);
	ret = fixup_user_fault(mm, (unsigned long)uaddr, FAULT_FLAG_WRITE);
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
