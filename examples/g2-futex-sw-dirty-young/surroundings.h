/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A word on a good page, a page for loads only, or a bad one, on a machine where software keeps young and dirty. Any
 * page may be evicted, unmapped, write-protected, or grow old or clean at any moment. Linux 2.6.38.
 */
#define HW_PAGES HW_GOOD, HW_READ_ONLY, HW_BAD
#define HW_SOFTWARE_BITS 1
#define HW_MUNMAP 1
#define HW_WRITE_PROTECT 1

#include <harness/single_word.h>
#include <linux/spinlock.h>

HW_CITES("Linux 6.14, and 2.6.38 for get_user_pages");

#define FAULT_FLAG_WRITE 0x01

struct futex_hash_bucket {
	spinlock_t lock;
};

static struct futex_hash_bucket hw_bucket;

/*
 * arch/arm/include/asm/futex.h, 2.6.38: the atomic access itself, with page faults disabled. It passes where a store
 * does. No choice.
 */
static int futex_atomic_op_inuser(u32 value, u32 __user *uaddr)
{
	bool stored;

	pagefault_disable();
	stored = hw_store_nofault((unsigned long)uaddr, hw_tag_of(value), true);
	pagefault_enable();
	return stored ? 0 : -EFAULT;
}

/* handle_mm_fault, mm/memory.c, 2.6.38, for a caller that does not let it answer VM_FAULT_RETRY. */
static int handle_mm_fault(unsigned long page, bool store)
{
	unsigned int fault;

	do {
		fault = hw_handle_mm_fault(page, store);
	} while ((fault & VM_FAULT_RETRY) && !fatal_signal_pending(current));
	return fault ? -EFAULT : 0;
}

/*
 * fixup_user_fault, mm/memory.c, 3.1: looks at what the mapping allows, and runs the fault handler whatever the page
 * table says. The caller holds mmap_lock for reading. No choice.
 */
static int fixup_user_fault(struct mm_struct *mm, unsigned long address, unsigned int fault_flags)
{
	bool store = fault_flags & FAULT_FLAG_WRITE;

	(void)mm;
	if (hw_forbidden(address, store))
		return -EFAULT;
	hw_prepare_attempts(address / PAGE_SIZE, 1, store);
	return handle_mm_fault(address / PAGE_SIZE, store);
}

/*
 * follow_page, mm/memory.c, 2.6.38: whether the page table has the page, and lets it be written to if that is wanted.
 * Young and dirty are no concern of its: for a page that it finds they are noted in struct page, not in the table.
 */
static bool follow_page(unsigned long page, int write)
{
	bool found;

	hw_atomic {
		found = hw_page[page] == RES && (!write || (hw_writable[page] && !hw_user_page[page].read_only));
	}
	return found;
}

/*
 * get_user_pages, mm/memory.c, 2.6.38, of one page that is not asked for: runs the fault handler only where
 * follow_page finds nothing. The caller holds mmap_lock for reading. No choice.
 */
static int get_user_pages(struct mm_struct *mm, unsigned long start, int nr_pages, int write, int force)
{
	(void)mm, (void)nr_pages, (void)force;
	if (hw_forbidden(start, write))
		return -EFAULT;
	hw_prepare_attempts(start / PAGE_SIZE, 1, write);
	while (!follow_page(start / PAGE_SIZE, write))
		if (handle_mm_fault(start / PAGE_SIZE, write))
			return -EFAULT;
	return 1;
}
