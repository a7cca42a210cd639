/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A word on a good page, a page for loads only, or a bad one. Any page may be evicted, unmapped or write-protected at any
 * moment. Another task may hold the lock of the hash bucket. Linux 6.14.
 */
#define HW_PAGES HW_GOOD, HW_READ_ONLY, HW_BAD
#define HW_MUNMAP 1
#define HW_WRITE_PROTECT 1
#define HW_KILL 1

#include <harness/single_word.h>
#include <hw/fixup_user_fault.h>
#include <linux/spinlock.h>

HW_SPEC("killable");


union futex_key {
	unsigned long word;
};

struct futex_hash_bucket {
	spinlock_t lock;
};

static struct futex_hash_bucket hw_bucket;

/* kernel/futex/core.c, 6.14: private memory, which is known by its address alone. No choice. */
static inline int get_futex_key(u32 __user *uaddr, union futex_key *key)
{
	key->word = (unsigned long)uaddr;
	return 0;
}

static inline struct futex_hash_bucket *futex_hash(union futex_key *key)
{
	(void)key;
	return &hw_bucket;
}

/*
 * arch/x86/include/asm/futex.h, 6.14, below futex_atomic_op_inuser: the access itself. The caller has disabled page
 * faults. No choice.
 */
static inline int arch_futex_atomic_op_inuser(u32 value, u32 __user *uaddr)
{
	hw_require("contract", pagefault_disabled(), "a futex word is accessed with page faults disabled");
	return hw_store_nofault((unsigned long)uaddr, hw_tag_of(value), true) ? 0 : -EFAULT;
}

/* Another task of the process works on a word of the same bucket, once. */
HW_THREAD(other)
{
	spin_lock(&hw_bucket.lock);
	spin_unlock(&hw_bucket.lock);
}
