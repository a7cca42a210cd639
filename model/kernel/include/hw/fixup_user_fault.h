/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fixup_user_fault, mm/gup.c, 5.8 on, for stores (FAULT_FLAG_WRITE): the page is made writable without an access, so
 * that disabled faults don't stop it. 0, or -EFAULT where the mapping does not allow it. The caller holds mmap_lock
 * for reading, and does so again afterwards; *unlocked becomes true where it may have been given up in between: a
 * plain choice. A header of its own, since models of other kernels have their own.
 */
#ifndef HW_FIXUP_USER_FAULT_H
#define HW_FIXUP_USER_FAULT_H

#include <hw/page_fault.h>
#include <linux/errno.h>

#ifndef FAULT_FLAG_WRITE
#define FAULT_FLAG_WRITE 0x01
#endif

static inline int fixup_user_fault(struct mm_struct *mm, unsigned long address, unsigned int flags, bool *unlocked)
{
	hw_require("contract", flags & FAULT_FLAG_WRITE, "this model of fixup_user_fault is for stores");
	hw_require("locks", mm->mmap_lock.holders & (1UL << hw_self()), "fixup_user_fault without mmap_lock");
	if (address / PAGE_SIZE < HW_USER_PAGES)
		hw_prepare_attempts(address / PAGE_SIZE, 1, true);
	if (hw_flip())
		*unlocked = true;
	return hw_fixup_store(address) ? 0 : -EFAULT;
}

#endif /* HW_FIXUP_USER_FAULT_H */
