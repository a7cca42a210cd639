/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fault handler of an architecture that shuts user memory off from the kernel by a key register, except where it
 * means to access it. An access that the register forbids faults too, and no page can mend that:
 * the handler looks at the register first.
 */
#include "surroundings.h"

/* A fault of the kernel that no page can mend. */
static bool bad_kernel_fault(struct pt_regs *regs, unsigned long address, bool is_write)
{
	return address_in_kernel(address) || bad_kuap_fault(regs, is_write);
}

static int do_page_fault(unsigned long address, bool is_write)
{
	struct pt_regs *regs = task_pt_regs(current);
	unsigned int flags = FAULT_FLAG_DEFAULT;
	struct vm_area_struct *vma;
	struct mm_struct *mm = &hw_mm;
	vm_fault_t fault;

	if (unlikely(!user_mode(regs) && bad_kernel_fault(regs, address, is_write)))
		return -EFAULT;
	if (is_write)
		flags |= FAULT_FLAG_WRITE;
retry:
	vma = lock_mm_and_find_vma(mm, address, regs);
	if (unlikely(!vma))
		return -EFAULT;
	if (unlikely(is_write && !(vma->vm_flags & VM_WRITE))) {
		mmap_read_unlock(mm);
		return -EFAULT;
	}
	fault = handle_mm_fault(vma, address, flags, regs);
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
