/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel loads from user memory or stores to it, with the key register open, as its copies have it, or shut, as it
 * is everywhere else. Where it is shut nothing lets the access pass, whatever the page table says; the fault handler
 * sees page tables. A page that may have to be brought in, and a bad one; reclaim is at work. Linux 5.3, PowerPC.
 */
#define HW_PAGES HW_GOOD, HW_BAD
#define HW_FAULT_MODE_UPTO 0

/* The key register is part of the access, not of the page. */
#define HW_ACCESS_PASSES(address, store) (key_open && ((store) ? hw_storable(address) : hw_loadable(address)))
#define HW_ACCESS_ILLEGAL(address, store) (!key_open || ((store) ? hw_hopeless_store(address) : hw_hopeless(address)))

#include <headway.h>

HW_PARAM(unsigned long, key_open, 0, 1, 1);

#include <harness/page_fault.h>

HW_CITES("Linux 6.14, and 5.3 for the handler of PowerPC");

/* arch/powerpc/include/asm/book3s/64/kup-radix.h, 5.4: the register as it was when the access faulted. No choice. */
static inline bool bad_kuap_fault(struct pt_regs *regs, bool is_write)
{
	(void)regs, (void)is_write;
	return !key_open;
}

/* Page tables of user memory hold no page that the kernel may not execute its own code in here. */
static inline bool address_in_kernel(unsigned long address)
{
	return address / PAGE_SIZE >= HW_USER_PAGES;
}
