/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pinning of user pages, so that a device can reach them: mm/gup.c and lib/iov_iter.c, 6.14. The page table is asked
 * page by page; a page that does not allow the access is faulted in under mmap_lock by the fault handler itself. No
 * instruction faults, so pagefault_disable does not stop it: only FOLL_NOFAULT does, which is iter->nofault. Single
 * bytes that fault in a good page don't show. A pinned page keeps its content where the device left it, mapped or
 * not.
 *
 * No choice of its own; the fault path has some (hw/page_fault.h).
 */
#ifndef HW_PINNED_PAGES_H
#define HW_PINNED_PAGES_H

#include <hw/page_fault.h>
#include <linux/uio.h>

#define FOLL_WRITE (1 << 0)
#define FOLL_NOFAULT (1 << 12)

/* What get_user_pages_fast answers where it pins nothing though it was asked to. */
#ifndef HW_NOTHING_PINNED
#define HW_NOTHING_PINNED (-EFAULT)
#endif

#ifndef iov_iter_rw
#define READ 0
#define WRITE 1
#define iov_iter_rw(i) ((i)->data_source ? WRITE : READ)
#endif

/* User page n, once it is pinned, is the page frame n. */
static struct page hw_frame[HW_USER_PAGES];

/* What the page table says now. `last`: nothing is tried after this page, whatever it says. */
static inline bool hw_may_pin(unsigned long page, bool store, bool last)
{
	bool may;

	hw_atomic {
		may = store ? hw_page_storable(page) : hw_page[page] == RES;
		if (last || !may)
			hw_attempt_range();
	}
	return may;
}

/*
 * __get_user_pages and faultin_page: the page table is asked again after every fault, under mmap_lock. What is pinned
 * already stays, so that the next attempt needs this page alone.
 */
static inline bool hw_fault_and_pin(unsigned long page, bool store)
{
	bool pinned = false;

	mmap_read_lock(&hw_mm);
	while (!fatal_signal_pending(current) && hw_page[page] != BAD && !(store && hw_user_page[page].read_only)) {
		unsigned int fault;

		pinned = hw_may_pin(page, store, false);
		if (pinned)
			break;
		hw_prepare_attempts(page, 1, store);
		fault = hw_handle_mm_fault(page, store);
		if (fault & VM_FAULT_RETRY) {
			mmap_read_unlock(&hw_mm);
			mmap_read_lock(&hw_mm);
		} else if (fault) {
			break;
		}
	}
	mmap_read_unlock(&hw_mm);
	return pinned;
}

/* How many pages the last call pinned, and whether a device may store to them. */
static int hw_pinned HW_GHOST;
static bool hw_pinned_for_stores HW_GHOST;

/* How many pages are pinned from the start, or an error where none is. */
static inline int get_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags, struct page **pages)
{
	unsigned long first = start / PAGE_SIZE;
	int pinned = 0;

	while (pinned < nr_pages && first + pinned < HW_USER_PAGES) {
		if (!hw_may_pin(first + pinned, gup_flags & FOLL_WRITE, pinned + 1 == nr_pages) &&
		    ((gup_flags & FOLL_NOFAULT) || !hw_fault_and_pin(first + pinned, gup_flags & FOLL_WRITE)))
			break;
		pages[pinned] = &hw_frame[first + pinned];
		pinned++;
	}
	hw_note("%d of %d pages are pinned", pinned, nr_pages);
	hw_pinned = pinned;
	hw_pinned_for_stores = gup_flags & FOLL_WRITE;
	return pinned || !nr_pages ? pinned : HW_NOTHING_PINNED;
}

/*
 * lib/iov_iter.c, up to 5.19; since 6.0 iov_iter_get_pages2 is this and advances the iterator. Pins pages of the
 * first segment that has bytes; the answer is how many bytes lie in them from the iterator on, and *start is where in
 * the first page that is.
 */
#ifdef HW_OWN_IOV_ITER_GET_PAGES
static ssize_t iov_iter_get_pages(struct iov_iter *i, struct page **pages, size_t maxsize, unsigned int maxpages,
				  size_t *start);
#else
static inline ssize_t iov_iter_get_pages(struct iov_iter *i, struct page **pages, size_t maxsize,
					 unsigned int maxpages, size_t *start)
{
	unsigned int flags = (iov_iter_rw(i) == WRITE ? 0 : FOLL_WRITE) | (i->nofault ? FOLL_NOFAULT : 0);
	size_t length;
	int wanted, pinned;

	iov_iter_advance(i, 0);
	length = min(min(maxsize, i->count), i->hw_iov->iov_len - i->iov_offset);
	if (!length)
		return 0;
	*start = offset_in_page(hw_address(i));
	wanted = min((size_t)maxpages, DIV_ROUND_UP(*start + length, PAGE_SIZE));
	pinned = get_user_pages_fast(hw_address(i) - *start, wanted, flags, pages);
	if (pinned <= 0)
		return pinned;
	return min(length, pinned * PAGE_SIZE - *start);
}
#endif

#endif /* HW_PINNED_PAGES_H */
