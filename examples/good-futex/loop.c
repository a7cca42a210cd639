/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A futex operation that changes a user word under the lock of its hash bucket, with page faults disabled. Where the
 * access faults the lock is dropped, the page is made writable by the fault handler itself, and all begins anew with
 * the key of the word, which may have become another's meanwhile.
 */
#include "surroundings.h"

static int fault_in_user_writeable(u32 __user *uaddr)
{
	struct mm_struct *mm = current->mm;
	bool unlocked = false;
	int ret;

	mmap_read_lock(mm);
	ret = fixup_user_fault(mm, (unsigned long)uaddr, FAULT_FLAG_WRITE, &unlocked);
	mmap_read_unlock(mm);

	return ret < 0 ? ret : 0;
}

static int futex_atomic_op_inuser(u32 value, u32 __user *uaddr)
{
	int ret;

	pagefault_disable();
	ret = arch_futex_atomic_op_inuser(value, uaddr);
	pagefault_enable();
	return ret;
}

static int futex_wake_op(u32 __user *uaddr)
{
	union futex_key key;
	struct futex_hash_bucket *hb;
	int ret;

retry:
	ret = get_futex_key(uaddr, &key);
	if (unlikely(ret != 0))
		return ret;
	hb = futex_hash(&key);

	spin_lock(&hb->lock);
	ret = futex_atomic_op_inuser(HW_WORD_VALUE, uaddr);
	if (unlikely(ret < 0)) {
		spin_unlock(&hb->lock);

		if (unlikely(ret != -EFAULT))
			return ret;
		ret = fault_in_user_writeable(uaddr);
		if (ret)
			return ret;
		cond_resched();
		goto retry;
	}
	spin_unlock(&hb->lock);
	return 0;
}

HW_HARNESS(single_word, futex_wake_op)
