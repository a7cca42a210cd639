/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Faulting user memory in by hand: mm/gup.c and lib/iov_iter.c, from 5.16 on; what there was before is in
 * hw/fault_in_before_5_16.h. All return how many bytes were *not* faulted in. One byte of each page is probed, the
 * exact first one and then the first of each following page, so the answer counts in pages; it is about the past,
 * for nothing is held in place. A probe proves the access that it makes: that a byte can be loaded does not say
 * that it can be stored to.
 *
 * With HW_PARTIAL_FAULT_IN a call may stop early once it has faulted in something, by plain choice. That it faults in
 * nothing, though its first byte is accessible, happens only through a whim of the fault path (hw/page_fault.h).
 */
#ifndef HW_FAULT_IN_H
#define HW_FAULT_IN_H

#include <hw/page_fault.h>
#include <linux/uio.h>

enum hw_probe {
	HW_LOAD_PROBE,   /* the byte is loaded */
	HW_STORE_PROBE,  /* a zero is stored to it */
	HW_FIXUP_PROBE,  /* its page is made writable; the caller holds mmap_lock for reading */
};

/* Each probe is a question that only the fault handler can answer; where it is kept out, the answer is known before. */
#define hw_useful_fault_in() \
	hw_require("useless-fault-in", !pagefault_disabled(), \
		   "page faults are disabled: fault_in can only test residency")

/* Where faults are disabled a probe brings nothing in: it is an attempt itself. A fixup is stopped by nothing. */
static inline bool hw_probes_only(enum hw_probe probe)
{
	return probe != HW_FIXUP_PROBE && faulthandler_disabled();
}

/*
 * Before its first page is probed: what the next copies need of the range. A window of several segments names each of
 * them before its probes; `more` says that there was one before. A range that wraps goes up to the last page.
 */
static inline void hw_prepare_range(unsigned long address, size_t size, enum hw_probe probe, bool more)
{
	unsigned long first = address / PAGE_SIZE, last = (address + size - 1) / PAGE_SIZE;
	bool store = probe != HW_LOAD_PROBE;

	if (!size || first >= HW_USER_PAGES || hw_probes_only(probe))
		return;
	if (last < first || last >= HW_USER_PAGES)
		last = HW_USER_PAGES - 1;
	if (more)
		hw_prepare_more_pages(range, first, last - first + 1, store);
	else
		hw_prepare_attempts(first, last - first + 1, store);
}

/* `last`, here and below: no page is probed after this one. */
static inline bool hw_probe_nofault(unsigned long address, bool store, bool last)
{
	bool there;

	hw_atomic {
		there = store ? hw_storable(address) : hw_loadable(address);
		if (there && store)
			hw_user_content[address] = HW_ZERO;
		if (last || !there)
			hw_attempt_probe();
	}
	return there;
}

static inline bool hw_probe(unsigned long address, enum hw_probe probe, bool last)
{
	hw_event(probe);
	if (probe == HW_FIXUP_PROBE)
		return hw_fixup_store(address);
	if (hw_probes_only(probe))
		return hw_probe_nofault(address, probe == HW_STORE_PROBE, last);
	return probe == HW_LOAD_PROBE ? hw_load(address) : hw_store(address, HW_ZERO);
}

/* How many bytes of the range are faulted in. `already`: something was before, so that stopping early is allowed. */
static inline size_t hw_fault_in(unsigned long start, size_t size, bool already, enum hw_probe probe)
{
	unsigned long address = start, next;

	hw_fault_in_stopped_early = false;
	while (address < start + size) {
		if (HW_PARTIAL_FAULT_IN && (already || address != start) && hw_flip()) {
			hw_fault_in_stopped_early = true;
			break;
		}
		next = (address & PAGE_MASK) + PAGE_SIZE;
		if (!hw_probe(address, probe, next >= start + size))
			break;
		address = next;
	}
	return min(size, address - start);
}

/* A range by itself. Only a fixup probe needs mmap_lock, which fault_in_safe_writeable holds over all of the range. */
static inline size_t hw_fault_in_range(unsigned long start, size_t size, bool already, enum hw_probe probe)
{
	size_t done;

	if (probe != HW_FIXUP_PROBE)
		return hw_fault_in(start, size, already, probe);
	if (!size)
		return 0;
	mmap_read_lock(&hw_mm);
	done = hw_fault_in(start, size, already, probe);
	mmap_read_unlock(&hw_mm);
	return done;
}

/* mm/gup.c. */
static inline size_t fault_in_readable(const char __user *address, size_t size)
{
	size_t done;

	hw_useful_fault_in();
	hw_prepare_range((unsigned long)address, size, HW_LOAD_PROBE, false);
	done = hw_fault_in((unsigned long)address, size, false, HW_LOAD_PROBE);
	hw_note("%lu of %lu bytes are faulted in", done, size);
	return size - done;
}

/* mm/gup.c. It stores a zero to each byte that it probes: only for memory that will be overwritten whatever happens. */
static inline size_t fault_in_writeable(char __user *address, size_t size)
{
	size_t done;

	hw_useful_fault_in();
	hw_prepare_range((unsigned long)address, size, HW_STORE_PROBE, false);
	done = hw_fault_in((unsigned long)address, size, false, HW_STORE_PROBE);
	hw_note("%lu of %lu bytes are faulted in", done, size);
	return size - done;
}

/*
 * What fault_in_safe_writeable says is missing. From 5.18 (fe673d3f5bf1) to 6.14 it took the start from the end the
 * wrong way round: any part that is not empty is reported as the whole (8c03ebd7cdc0).
 */
static inline size_t hw_safe_writeable_missing(size_t size, size_t done)
{
#if HW_LINUX_VERSION >= KERNEL_VERSION(5, 18, 0) && HW_LINUX_VERSION < KERNEL_VERSION(6, 15, 0)
	return done ? 0 : size;
#else
	return size - done;
#endif
}

/*
 * mm/gup.c: content stays as it is. It asks the page table and not the processor, so that disabled faults don't stop
 * it, and single bad bytes in a good page don't show, not even the first. A fatal signal ends it early.
 */
static inline size_t fault_in_safe_writeable(const char __user *address, size_t size)
{
	size_t done;

	hw_prepare_range((unsigned long)address, size, HW_FIXUP_PROBE, false);
	done = hw_fault_in_range((unsigned long)address, size, false, HW_FIXUP_PROBE);
	hw_note("%lu of %lu bytes are faulted in", done, size);
	return hw_safe_writeable_missing(size, done);
}

/*
 * mm/gup.c, with probe_subpage_writeable as arm64 has it: where the pages are writable, every granule is looked at
 * too. There a load is enough; it may fault as any other.
 */
static inline size_t fault_in_subpage_writeable(char __user *address, size_t size)
{
	size_t good = size - fault_in_writeable(address, size), done = 0;

	while (done < good && hw_load((unsigned long)address + done))
		done++;
	hw_note("%lu of %lu bytes are accessible one by one", done, size);
	return size - done;
}

/* What exceeds the iterator counts as not faulted in; empty segments are stepped over. */
static inline size_t hw_fault_in_iov_iter(const struct iov_iter *i, size_t size, enum hw_probe probe)
{
	const struct iovec *segment = i->hw_iov;
	size_t skip = i->iov_offset, left = min(size, i->count), excess = size - left, done = 0;

	while (left) {
		unsigned long start = (unsigned long)segment->iov_base + skip;
		size_t length = min(left, segment->iov_len - skip), good;

		segment++;
		skip = 0;
		if (!length)
			continue;
		hw_prepare_range(start, length, probe, done);
		good = hw_fault_in_range(start, length, done, probe);
		if (probe == HW_FIXUP_PROBE)
			good = length - hw_safe_writeable_missing(length, good);
		done += good;
		left -= good;
		if (good < length)
			break;
	}
	hw_note("%lu of %lu bytes are faulted in", size - excess - left, size);
	return excess + left;
}

/* lib/iov_iter.c. */
static inline size_t fault_in_iov_iter_readable(const struct iov_iter *i, size_t size)
{
	hw_useful_fault_in();
	return hw_fault_in_iov_iter(i, size, HW_LOAD_PROBE);
}

/* lib/iov_iter.c: as fault_in_safe_writeable, segment by segment. */
static inline size_t fault_in_iov_iter_writeable(const struct iov_iter *i, size_t size)
{
	return hw_fault_in_iov_iter(i, size, HW_FIXUP_PROBE);
}

#include <hw/fault_in_before_5_16.h>

#endif /* HW_FAULT_IN_H */
