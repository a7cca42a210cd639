/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel loads from a page, or stores to it, that a task of user space has to fill in first. Meanwhile a signal that
 * is not fatal may come, task work, and a fatal signal; in the kernel nobody takes them. The handler is that of x86.
 * Linux 6.14.
 */
#define HW_PAGES HW_MISSING
#define HW_UFFD 1
#define HW_OWN_HANDLE_USERFAULT
#define HW_RECLAIM 0
#define HW_KILL 1
#define HW_SIGNAL_COMES 1
#define HW_NOTIFICATION_COMES 1
#define HW_HANDLE_MM_FAULT(address, flags) do_anonymous_page(address, flags)

static inline unsigned int do_anonymous_page(unsigned long address, unsigned int flags);

#include <harness/page_fault.h>

/* mm/memory.c, 6.14: a page of a registered area that was never there is for the pager. No choice. */
static inline unsigned int do_anonymous_page(unsigned long address, unsigned int flags)
{
	if (hw_missing(address / PAGE_SIZE))
		return handle_userfault(address / PAGE_SIZE, flags);
	return hw_install_page(address / PAGE_SIZE, flags & FAULT_FLAG_WRITE);
}

/* do_user_addr_fault, arch/x86/mm/fault.c, 6.14. */
static int do_user_addr_fault(unsigned long address, bool store)
{
	struct pt_regs *regs = task_pt_regs(current);
	unsigned int flags = FAULT_FLAG_DEFAULT;
	struct vm_area_struct *vma;
	vm_fault_t fault;

	if (user_mode(regs))
		flags |= FAULT_FLAG_USER;
	if (store)
		flags |= FAULT_FLAG_WRITE;
retry:
	vma = lock_mm_and_find_vma(&hw_mm, address, regs);
	if (unlikely(!vma))
		return -EFAULT;
	fault = handle_mm_fault(vma, address, flags, regs);
	if (fault_signal_pending(fault, regs))
		return user_mode(regs) ? 0 : -EFAULT;
	if (unlikely(fault & VM_FAULT_RETRY)) {
		flags |= FAULT_FLAG_TRIED;
		goto retry;
	}
	mmap_read_unlock(&hw_mm);
	return fault & VM_FAULT_ERROR ? -EFAULT : 0;
}

HW_HARNESS(page_fault, do_user_addr_fault)
