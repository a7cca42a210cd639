/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One task executes one instruction that loads from user memory or stores to it, in the kernel or in user mode. Each
 * time it faults the processor calls the fault handler that is put in here:
 *
 *	int my_handler(unsigned long address, bool store) { … }
 *	HW_HARNESS(page_fault, my_handler)
 *
 * It answers 0 where the instruction is to be executed again, and a negative error where it is not: in the kernel it
 * goes to its exception fixup, in user mode the task gets SIGSEGV or SIGBUS. A signal that is pending is taken where
 * the task returns to user mode, before the instruction; in the kernel nobody takes it. Which mode it is
 * user_mode(task_pt_regs(current)) says.
 *
 * The handler must meet specs/page_fault.spec. It may call lock_mm_and_find_vma, handle_mm_fault and
 * fault_signal_pending, which are below. What a model may define before it includes this file, besides
 * hw/surroundings.h:
 *
 *	HW_ACCESS_PASSES(address, store)    the processor lets the access pass now; else: what user memory says
 *	HW_ACCESS_ILLEGAL(address, store)   no fault handler can make it pass; else: what user memory says
 *	HW_PREPARE_ALSO(page, store)        what the access needs beside the page: hw_prepare_also(exec, …); else: nothing
 *	HW_HANDLE_MM_FAULT(address, flags)  what handle_mm_fault does; else: hw_mm_fault below
 *	HW_FAULT_MODE_UPTO, HW_FAULT_STORE_FROM
 *	                                    0: from the kernel alone (1); 1: stores alone (0)
 *
 * and what --set may change:
 *
 *	fault_in_user_mode   0 in the kernel, 1 in user mode
 *	fault_store          0 a load, 1 a store
 *	fault_page           the page that is accessed, at its first granule; as it stands, each page in turn
 */
#ifndef HW_HARNESS_PAGE_FAULT_H
#define HW_HARNESS_PAGE_FAULT_H

#include <headway.h>

HW_CITES("Linux 6.14");
HW_APPROXIMATES("an access is of one granule; no per-VMA locks");
HW_SPEC("page_fault");

/* Nobody looks at the other pages, so nothing need happen to them. */
#ifndef HW_HELD
#define HW_HELD(page) ((page) != fault_page)
#endif

#include <hw/user_memory.h>

#ifndef HW_FAULT_MODE_UPTO
#define HW_FAULT_MODE_UPTO 1
#endif
#ifndef HW_FAULT_STORE_FROM
#define HW_FAULT_STORE_FROM 0
#endif

HW_PARAM(unsigned long, fault_page, 0, HW_USER_PAGES - 1, HW_USER_PAGES - 1);
HW_PARAM(unsigned long, fault_in_user_mode, 0, HW_FAULT_MODE_UPTO, 1);
HW_PARAM(unsigned long, fault_store, HW_FAULT_STORE_FROM, 1, 1);

/* Since the handler was called somebody else has undone what the access needs. */
static bool hw_undone HW_GHOST;
#define HW_ON_LOSS(page) (hw_undone = hw_undone || (page) == fault_page)

#include <hw/adversaries.h>
#include <hw/holds_nothing.h>
#include <hw/page_fault.h>
#include <linux/errno.h>
#include <linux/kernel.h>

typedef unsigned int vm_fault_t;

#define VM_READ 0x1
#define VM_WRITE 0x2

struct pt_regs {
	bool user;
};

struct vm_area_struct {
	unsigned long vm_flags;
};

static struct pt_regs hw_regs;
static struct vm_area_struct hw_vma;

#define task_pt_regs(task) (&hw_regs)

static inline bool user_mode(const struct pt_regs *regs)
{
	(void)regs;
	return fault_in_user_mode;
}

#ifndef HW_ACCESS_PASSES
#define HW_ACCESS_PASSES(address, store) ((store) ? hw_storable(address) : hw_loadable(address))
#endif
#ifndef HW_ACCESS_ILLEGAL
#define HW_ACCESS_ILLEGAL(address, store) ((store) ? hw_hopeless_store(address) : hw_hopeless(address))
#endif

#ifndef HW_PREPARE_ALSO
#define HW_PREPARE_ALSO(page, store) ((void)0)
#endif

#define hw_fault_address (fault_page * PAGE_SIZE)

/* The access took place. */
static bool hw_accessed HW_GHOST;
/* It was illegal at some moment, or from the first one on: what is illegal stays so. */
static bool hw_was_illegal HW_GHOST;
static bool hw_never_legal HW_GHOST;
/* handle_mm_fault answered VM_FAULT_RETRY, and its caller still held mmap_lock. */
static bool hw_retry_with_lock HW_GHOST;

HW_OBSERVE(done, hw_accessed)
HW_OBSERVE(passes, HW_ACCESS_PASSES(hw_fault_address, fault_store))
HW_OBSERVE(undone, hw_undone)
HW_OBSERVE(was_illegal, hw_was_illegal)
HW_OBSERVE(never_legal, hw_never_legal)
HW_OBSERVE(takes_signal, fault_in_user_mode && hw_signal_pending())
HW_OBSERVE(retry_with_lock, hw_retry_with_lock)
HW_OBSERVE(excused, hw_excused || hw_killed)

static inline void hw_page_became_bad(unsigned long page)
{
	if (page == fault_page)
		hw_was_illegal = true;
}

/*
 * lock_mm_and_find_vma, mm/memory.c, 6.14: the area that the address lies in, and then mmap_lock is held for reading.
 * NULL where there is none. No choice.
 */
static inline struct vm_area_struct *lock_mm_and_find_vma(struct mm_struct *mm, unsigned long address,
							  struct pt_regs *regs)
{
	(void)regs;
	mmap_read_lock(mm);
	if (address / PAGE_SIZE < HW_USER_PAGES && hw_page[address / PAGE_SIZE] != BAD) {
		hw_vma.vm_flags = VM_READ | (hw_user_page[address / PAGE_SIZE].read_only ? 0 : VM_WRITE);
		return &hw_vma;
	}
	mmap_read_unlock(mm);
	return NULL;
}

/*
 * handle_mm_fault, mm/memory.c, 6.14, for who holds mmap_lock. VM_FAULT_RETRY means that it is not held any more. To
 * who allows it, it is answered at the first try after a wait without mmap_lock (__folio_lock_or_retry), by plain
 * choice: a second try must say FAULT_FLAG_TRIED, else it gets the same answer. With a fatal signal pending there is no
 * wait, and nothing comes of the fault, by plain choice again: the signal explains it.
 */
static inline vm_fault_t hw_mm_fault(unsigned long address, unsigned int flags)
{
	bool may_retry = flags & FAULT_FLAG_ALLOW_RETRY;
	vm_fault_t fault = 0;

	if (may_retry && !(flags & FAULT_FLAG_TRIED) && hw_flip())
		fault = VM_FAULT_RETRY;
	else if (address % PAGE_SIZE >= hw_user_page[address / PAGE_SIZE].good)
		fault = VM_FAULT_SIGBUS;
	else
		do {
			fault = hw_handle_mm_fault(address / PAGE_SIZE, flags & FAULT_FLAG_WRITE);
		} while ((fault & VM_FAULT_RETRY) && !may_retry);
	if (fault & VM_FAULT_RETRY)
		mmap_read_unlock(&hw_mm);
	return fault;
}

#ifndef HW_HANDLE_MM_FAULT
#define HW_HANDLE_MM_FAULT(address, flags) hw_mm_fault(address, flags)
#endif

static inline vm_fault_t handle_mm_fault(struct vm_area_struct *vma, unsigned long address, unsigned int flags,
					 struct pt_regs *regs)
{
	vm_fault_t fault;

	(void)vma, (void)regs;
	hw_require("locks", hw_holds(&hw_mm.mmap_lock), "handle_mm_fault without mmap_lock");
	fault = HW_HANDLE_MM_FAULT(address, flags);
	if ((fault & VM_FAULT_RETRY) && hw_holds(&hw_mm.mmap_lock))
		hw_retry_with_lock = true;
	return fault;
}

/*
 * fault_signal_pending, include/linux/sched/signal.h, 6.14: the fault gave up for a signal that ends it. In user mode
 * any does, in the kernel only a fatal one. No choice.
 */
static inline bool fault_signal_pending(vm_fault_t fault, struct pt_regs *regs)
{
	return (fault & VM_FAULT_RETRY) &&
	       (fatal_signal_pending(current) || (user_mode(regs) && signal_pending(current)));
}

/*
 * exit_to_user_mode, kernel/entry/common.c, 6.14: signals are taken. True if the task lives on, and executes the
 * instruction again. Only a fatal signal ends it. No choice.
 */
static inline bool hw_back_to_user_mode(void)
{
	hw_take_signals();
	return !fatal_signal_pending(current);
}

/* One try of the instruction, atomic with its effect. No choice. */
static inline bool hw_execute(unsigned long address, bool store)
{
	bool passes;

	hw_atomic {
		passes = HW_ACCESS_PASSES(address, store);
		hw_accessed = hw_accessed || passes;
		hw_attempt(exec);
	}
	return passes;
}

/* What the handler is called for: from here on, what others undo excuses it. */
static inline void hw_begin_fault(unsigned long page, bool store)
{
	hw_atomic {
		hw_undone = false;
		hw_prepare_pages(exec, page, 1, store);
		HW_PREPARE_ALSO(page, store);
		hw_note("page %lu faults", page);
	}
}

HW_INIT(world)
{
	for (unsigned long page = 0; page < HW_USER_PAGES; page++) {
		if (page == fault_page) {
			hw_begin_page(page);
			continue;
		}
		hw_page[page] = EVICT;
		hw_writable[page] = false;
#if HW_SOFTWARE_BITS
		hw_young[page] = hw_dirty[page] = false;
#endif
	}
	hw_was_illegal = hw_never_legal = HW_ACCESS_ILLEGAL(hw_fault_address, fault_store);
}

#define HW_HARNESS_page_fault(handler) \
static inline int hw_access(unsigned long address, bool store) \
{ \
	while (!hw_execute(address, store)) { \
		hw_begin_fault(address / PAGE_SIZE, store); \
		if (HW_CALL(handle_fault, handler(address, store))) \
			return -EFAULT; \
		hw_holds_nothing(); \
		if (fault_in_user_mode && !hw_back_to_user_mode()) \
			return -EINTR; \
	} \
	return 0; \
} \
HW_THREAD(task) \
{ \
	HW_CALL(access, hw_access(hw_fault_address, fault_store)); \
	hw_holds_nothing(); \
}

#endif /* HW_HARNESS_PAGE_FAULT_H */
