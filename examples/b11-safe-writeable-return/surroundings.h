/* SPDX-License-Identifier: Apache-2.0 */
/* Two good pages and a bad one, and every range that begins in the first; any page may be made read-only again. */
#define HW_PAGES HW_GOOD, HW_GOOD, HW_BAD
#define HW_WRITE_PROTECT 1

#include <harness/fault_in.h>

#define FAULT_FLAG_WRITE 0x01

/*
 * fixup_user_fault, mm/gup.c, 5.18 and 6.14, for stores: the page is made writable without an access. 0, or -EFAULT
 * where the mapping does not allow it. The caller holds mmap_lock for reading, and does so again afterwards. No choice.
 */
static inline int fixup_user_fault(struct mm_struct *mm, unsigned long address, unsigned int flags, bool *unlocked)
{
	hw_require("contract", flags & FAULT_FLAG_WRITE, "this model of fixup_user_fault is for stores");
	hw_require("locks", mm->mmap_lock.holders & (1UL << hw_self()), "fixup_user_fault without mmap_lock");
	(void)unlocked;
	return hw_fixup_store(address) ? 0 : -EFAULT;
}
