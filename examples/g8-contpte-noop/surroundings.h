/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A block of two pages whose page-table entries say that they belong together. To who asks for one of them the kernel
 * answers with the bits of both gathered, for the processor may set a bit in either. A device that shares the page
 * table (and can set no bits itself) looks at the one entry that it needs. It loads or stores, and its faults come to
 * the kernel. Young and dirty may be taken from the block at any moment. Linux 6.18, arm64.
 */
#define HW_PAGES HW_RESIDENT, HW_RESIDENT
#define HW_FAULT_MODE_UPTO 0
#define HW_RECLAIM 0

#define HW_ACCESS_PASSES(address, store) \
	(hw_young_entry[(address) / PAGE_SIZE] && (!(store) || hw_dirty_entry[(address) / PAGE_SIZE]))
#define HW_PREPARE_ALSO(page, store) do { \
	hw_prepare_also(exec, &hw_young_entry[page], 1); \
	if (store) \
		hw_prepare_also(exec, &hw_dirty_entry[page], 1); \
} while (0)
#define HW_HANDLE_MM_FAULT(address, flags) handle_pte_fault(address, flags)

#include <headway.h>

static _Bool hw_young_entry[2] HW_STRIP("young") hw_lazy(0, 1);
static _Bool hw_dirty_entry[2] HW_STRIP("dirty") hw_lazy(0, 1);

static unsigned int handle_pte_fault(unsigned long address, unsigned int flags);

#include <harness/page_fault.h>

HW_CITES("Linux 6.14, and 6.18 for the contiguous entries of arm64");

#define CONT_PTES HW_USER_PAGES

/* An entry is a number of these; the frame that it names is the page's own. */
typedef unsigned int pteval_t;
#define PTE_AF 1u
#define PTE_DIRTY 2u

/* What the entry itself says, and what it says with the bits of the block gathered: arch/arm64/mm/contpte.c, 6.18. */
static inline pteval_t raw_entry(unsigned long page)
{
	return (hw_young_entry[page] ? PTE_AF : 0) | (hw_dirty_entry[page] ? PTE_DIRTY : 0);
}

static inline pteval_t contpte_ptep_get(unsigned long page)
{
	pteval_t entry;

	(void)page;
	hw_atomic {
		entry = raw_entry(0) | raw_entry(1);
	}
	return entry;
}

/* The bits are added to each entry of the block, the translation is flushed. No choice. */
static inline void set_access_flags_of_block(pteval_t entry)
{
	hw_atomic {
		for (unsigned long page = 0; page < CONT_PTES; page++) {
			if (entry & PTE_AF)
				hw_young_entry[page] = true;
			if (entry & PTE_DIRTY)
				hw_dirty_entry[page] = true;
		}
		hw_note("the entries of the block are set to %u", entry);
	}
}

static int contpte_ptep_set_access_flags(unsigned long page, pteval_t entry);

/* mm/memory.c, 6.14: the entry as it is, young now, and dirty for a store. The page is there all along. No choice. */
static unsigned int handle_pte_fault(unsigned long address, unsigned int flags)
{
	unsigned long page = address / PAGE_SIZE;
	pteval_t entry = contpte_ptep_get(page) | PTE_AF | (flags & FAULT_FLAG_WRITE ? PTE_DIRTY : 0);

	contpte_ptep_set_access_flags(page, entry);
	return 0;
}

/* contpte_test_and_clear_young and contpte_clear_young_dirty_ptes, the same file: the block is old, or clean. */
HW_ADVERSARY(age)
{
	hw_assume(hw_young_entry[0] || hw_young_entry[1]);
	hw_young_entry[0] = hw_young_entry[1] = false;
	hw_undone = true;
	hw_note("the block is old");
}

HW_ADVERSARY(clean)
{
	hw_assume(hw_dirty_entry[0] || hw_dirty_entry[1]);
	hw_dirty_entry[0] = hw_dirty_entry[1] = false;
	hw_undone = true;
	hw_note("the block is clean");
}

/* handle_page_fault for a device: drivers/iommu/iommu-sva.c, 6.18. */
static int iommu_sva_handle_mm(unsigned long address, bool store)
{
	unsigned int flags = store ? FAULT_FLAG_WRITE : 0;
	struct vm_area_struct *vma = lock_mm_and_find_vma(&hw_mm, address, NULL);
	vm_fault_t fault;

	if (!vma)
		return -EFAULT;
	fault = handle_mm_fault(vma, address, flags, NULL);
	mmap_read_unlock(&hw_mm);
	return fault & VM_FAULT_ERROR ? -EFAULT : 0;
}

HW_HARNESS(page_fault, iommu_sva_handle_mm)
