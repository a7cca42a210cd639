/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fault handler of an architecture, as ten of them had it. Where a fault gave up for a fatal signal the handler
 * returns at once, for the signal is taken next.
 *
 * That is so in user mode. In the kernel the instruction is executed again, faults again, and the fault gives up again,
 * since a signal is pending: what is to end the process keeps it from ending.
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

	/* No lock is held any more, and there is nothing more to do for a task that dies. */
	if (fault_signal_pending(fault, regs))
		return 0;

	if (unlikely(fault & VM_FAULT_RETRY)) {
		flags |= FAULT_FLAG_TRIED;
		goto retry;
	}
	mmap_read_unlock(mm);
	return fault & VM_FAULT_ERROR ? -EFAULT : 0;
}

HW_HARNESS(page_fault, do_page_fault)
