/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fault handler of an architecture. Where a fault gave up for a fatal signal, an access of user mode ends with the
 * signal, which is taken next; one of the kernel goes to its exception fixup, so that its caller hears that it failed.
 */
#include "surroundings.h"

static int do_page_fault(unsigned long address, bool store)
{
	struct pt_regs *regs = task_pt_regs(current);
	unsigned int flags = FAULT_FLAG_DEFAULT;
	struct vm_area_struct *vma;
	struct mm_struct *mm = &hw_mm;
	vm_fault_t fault;

	if (user_mode(regs))
		flags |= FAULT_FLAG_USER;
	if (store)
		flags |= FAULT_FLAG_WRITE;
retry:
	vma = lock_mm_and_find_vma(mm, address, regs);
	if (unlikely(!vma))
		return -EFAULT;
	if (unlikely(store && !(vma->vm_flags & VM_WRITE))) {
		mmap_read_unlock(mm);
		return -EFAULT;
	}

	fault = handle_mm_fault(vma, address, flags, regs);

	/* No lock is held any more. In the kernel nobody takes the signal, so the access must not be repeated. */
	if (fault_signal_pending(fault, regs))
		return user_mode(regs) ? 0 : -EFAULT;

	if (unlikely(fault & VM_FAULT_RETRY)) {
		flags |= FAULT_FLAG_TRIED;
		goto retry;
	}
	mmap_read_unlock(mm);
	return fault & VM_FAULT_ERROR ? -EFAULT : 0;
}

HW_HARNESS(page_fault, do_page_fault)
