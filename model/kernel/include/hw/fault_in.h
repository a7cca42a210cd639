/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Faulting user memory in by hand: mm/gup.c and lib/iov_iter.c, 5.16 to 6.14. All return how many bytes were *not*
 * faulted in. One byte of each page is probed, the exact first one and then the first of each following page, so the
 * answer counts in pages; it is about the past, for nothing is held in place.
 *
 * With HW_PARTIAL_FAULT_IN a call may stop early once it has faulted in something, by plain choice. That it faults in
 * nothing, though its first byte is accessible, happens only through a whim of the fault path (hw/page_fault.h).
 */
#ifndef HW_FAULT_IN_H
#define HW_FAULT_IN_H

#include <hw/page_fault.h>
#include <linux/uio.h>

/* Each probe is a question that only the fault handler can answer; where it is kept out, the answer is known before. */
#define hw_useful_fault_in() \
	hw_require("useless-fault-in", !pagefault_disabled(), \
		   "page faults are disabled: fault_in can only test residency")

/*
 * What a probe of the range needs for the next copy to succeed. A range that spans segments has its first page named
 * alone: without that page no byte is copied, and with it one is.
 */
static inline void hw_prepare_range(unsigned long address, size_t size)
{
	if (size && address / PAGE_SIZE < HW_USER_PAGES)
		hw_prepare(range, &hw_page[address / PAGE_SIZE], 1);
}

/* How many bytes of the range are faulted in. `already`: something was before, so that stopping early is allowed. */
static inline size_t hw_fault_in(unsigned long start, size_t size, bool already)
{
	unsigned long address = start;

	hw_fault_in_stopped_early = false;
	while (address < start + size) {
		if (HW_PARTIAL_FAULT_IN && (already || address != start) && hw_flip()) {
			hw_fault_in_stopped_early = true;
			break;
		}
		if (!hw_load(address))
			break;
		address = (address & PAGE_MASK) + PAGE_SIZE;
	}
	return min(size, address - start);
}

/* mm/gup.c. */
static inline size_t fault_in_readable(const char __user *address, size_t size)
{
	size_t done;

	hw_useful_fault_in();
	hw_prepare_range((unsigned long)address, size);
	done = hw_fault_in((unsigned long)address, size, false);
	hw_note("%lu of %lu bytes are faulted in", done, size);
	return size - done;
}

/* lib/iov_iter.c. What exceeds the iterator counts as not faulted in; empty segments are stepped over. */
static inline size_t fault_in_iov_iter_readable(const struct iov_iter *i, size_t size)
{
	const struct iovec *segment = i->hw_iov;
	size_t skip = i->iov_offset, left = min(size, i->count), excess = size - left, done = 0;

	hw_useful_fault_in();
	while (left) {
		unsigned long start = (unsigned long)segment->iov_base + skip;
		size_t length = min(left, segment->iov_len - skip), good;

		segment++;
		skip = 0;
		if (!length)
			continue;
		if (!done)
			hw_prepare_range(start, length);
		good = hw_fault_in(start, length, done);
		done += good;
		left -= good;
		if (good < length)
			break;
	}
	hw_note("%lu of %lu bytes are faulted in", done, size);
	return excess + left;
}

#endif /* HW_FAULT_IN_H */
