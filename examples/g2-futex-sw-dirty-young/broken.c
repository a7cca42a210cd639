/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes a word of user memory under the hash lock, with faults disabled. After a fault it drops the lock, has the
 * page made writable, and tries again.
 *
 * What makes it writable is content with an entry that is writable, though the access faults on it, for it is not dirty
 * and young: the two disagree for ever.
 */
#include "surroundings.h"

static int fault_in_user_writeable(u32 __user *uaddr)
{
	int ret;

	mmap_read_lock(&hw_mm);
	ret = get_user_pages_for_store((unsigned long)uaddr);
	mmap_read_unlock(&hw_mm);
	return ret < 0 ? ret : 0;
}

static int futex_wake_op(u32 __user *uaddr)
{
	int op_ret, ret;

retry_private:
	double_lock_hb();
	op_ret = futex_atomic_op_inuser((unsigned long)uaddr);
	if (unlikely(op_ret < 0)) {
		double_unlock_hb();
		if (unlikely(op_ret != -EFAULT))
			return op_ret;

		/* No lock is held here: the fault can be handled. */
		ret = fault_in_user_writeable(uaddr);
		if (ret)
			return ret;
		goto retry_private;
	}
	double_unlock_hb();
	return op_ret;
}

HW_HARNESS(single_word, futex_wake_op)
