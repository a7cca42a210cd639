/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Faulting user memory in, before 5.16: include/linux/pagemap.h, and mm/filemap.c or lib/iov_iter.c. These functions
 * answer 0 or -EFAULT, and 0 is less than it seems: for most of the time only two bytes of a range were probed, and
 * only one segment of an iterator. HW_LINUX_VERSION says which of them there are, and what a name means.
 *
 *	up to 2.6.23   fault_in_pages_readable           first and last byte; no answer
 *	2.6.24 - 4.8   fault_in_pages_*                  first and last byte
 *	3.5 - 4.8      fault_in_multipages_*             a byte of each page; before 4.8 a range that wraps is not probed
 *	4.9 - 5.15     fault_in_pages_*                  a byte of each page
 *	2.6.24 - 4.7   iov_iter_fault_in_readable        the current segment
 *	4.8 - 5.15     iov_iter_fault_in_readable        every segment, each page
 *
 * They never stop early of their own accord, for there is no answer to say so. No choice, except in the fault path.
 */
#ifndef HW_FAULT_IN_BEFORE_5_16_H
#define HW_FAULT_IN_BEFORE_5_16_H

#include <hw/fault_in.h>
#include <linux/errno.h>

/* For the scope of an answer. */
#if HW_LINUX_VERSION < KERNEL_VERSION(2, 6, 24)
#define HW_FAULT_IN_ERA ", fault-in and copies as before 2.6.24"
#elif HW_LINUX_VERSION < KERNEL_VERSION(4, 8, 0)
#define HW_FAULT_IN_ERA ", fault-in and copies as before 4.8"
#elif HW_LINUX_VERSION < KERNEL_VERSION(5, 14, 0)
#define HW_FAULT_IN_ERA ", fault-in and copies as before 5.14"
#elif HW_LINUX_VERSION < KERNEL_VERSION(5, 16, 0)
#define HW_FAULT_IN_ERA ", fault-in as before 5.16"
#else
#define HW_FAULT_IN_ERA ""
#endif

/* The exact first byte, and the last one where it is on another page. */
static inline int hw_probe_ends(unsigned long start, size_t size, enum hw_probe probe)
{
	unsigned long last = start + size - 1;

	bool one_page = last / PAGE_SIZE == start / PAGE_SIZE;

	if (!hw_probe(start, probe, one_page))
		return -EFAULT;
	if (!one_page && !hw_probe(last, probe, true))
		return -EFAULT;
	return 0;
}

/* One byte of each page: the first one and those a page apart, then the last one where it is on a page of its own. */
static inline int hw_probe_pages(unsigned long start, size_t size, enum hw_probe probe)
{
	unsigned long last = start + size - 1, address = start;

	while (address <= last) {
		if (!hw_probe(address, probe, address / PAGE_SIZE == last / PAGE_SIZE))
			return -EFAULT;
		address += PAGE_SIZE;
	}
	if (address / PAGE_SIZE == last / PAGE_SIZE && !hw_probe(last, probe, true))
		return -EFAULT;
	return 0;
}

/* How much of a range is probed, in this version. */
enum hw_reach { HW_ENDS, HW_PAGES_UNTIL_WRAP, HW_EACH_PAGE };

/* `more`: a segment that is not the first of its window. */
static inline int hw_fault_in_old(unsigned long start, size_t size, enum hw_reach reach, enum hw_probe probe,
				  bool more)
{
	int error;

	if (!size)
		return 0;
	hw_useful_fault_in();
	hw_prepare_range(start, size, probe, more);
	hw_fault_in_stopped_early = false;
	if (reach == HW_ENDS)
		error = hw_probe_ends(start, size, probe);
	else if (reach == HW_EACH_PAGE && start > start + size - 1)
		error = -EFAULT;
	else
		error = hw_probe_pages(start, size, probe);
	hw_note("fault-in answers %d", error);
	return error;
}

#if HW_LINUX_VERSION < KERNEL_VERSION(4, 9, 0)
#define HW_FAULT_IN_PAGES HW_ENDS
#else
#define HW_FAULT_IN_PAGES HW_EACH_PAGE
#endif

/* include/linux/pagemap.h, up to 5.15. Up to 2.6.23 the answer for loads is dropped, and a byte is probed for size 0. */
#if HW_LINUX_VERSION < KERNEL_VERSION(2, 6, 24)
static inline void fault_in_pages_readable(const char __user *address, int size)
{
	hw_useful_fault_in();
	hw_prepare_range((unsigned long)address, size ? size : 1, HW_LOAD_PROBE, false);
	(void)hw_probe_ends((unsigned long)address, size ? size : 1, HW_LOAD_PROBE);
}
#elif HW_LINUX_VERSION < KERNEL_VERSION(5, 16, 0)
static inline int fault_in_pages_readable(const char __user *address, size_t size)
{
	return hw_fault_in_old((unsigned long)address, size, HW_FAULT_IN_PAGES, HW_LOAD_PROBE, false);
}
#endif

/* As fault_in_writeable: zeroes are left where it probes. */
#if HW_LINUX_VERSION < KERNEL_VERSION(5, 16, 0)
static inline int fault_in_pages_writeable(char __user *address, size_t size)
{
	return hw_fault_in_old((unsigned long)address, size, HW_FAULT_IN_PAGES, HW_STORE_PROBE, false);
}
#endif

/* include/linux/pagemap.h, from f56f821feb7b on. The check for a range that wraps came late in 4.8: e23d4159b109. */
#if HW_LINUX_VERSION >= KERNEL_VERSION(3, 5, 0) && HW_LINUX_VERSION < KERNEL_VERSION(4, 9, 0)
#if HW_LINUX_VERSION < KERNEL_VERSION(4, 8, 0)
#define HW_FAULT_IN_MULTIPAGES HW_PAGES_UNTIL_WRAP
#else
#define HW_FAULT_IN_MULTIPAGES HW_EACH_PAGE
#endif

static inline int fault_in_multipages_readable(const char __user *address, size_t size)
{
	return hw_fault_in_old((unsigned long)address, size, HW_FAULT_IN_MULTIPAGES, HW_LOAD_PROBE, false);
}

static inline int fault_in_multipages_writeable(char __user *address, size_t size)
{
	return hw_fault_in_old((unsigned long)address, size, HW_FAULT_IN_MULTIPAGES, HW_STORE_PROBE, false);
}
#endif

/* mm/filemap.c, later lib/iov_iter.c, up to 4.7: whatever is asked for, only the current segment is probed. */
#if HW_LINUX_VERSION >= KERNEL_VERSION(2, 6, 24) && HW_LINUX_VERSION < KERNEL_VERSION(4, 8, 0)
static inline int iov_iter_fault_in_readable(const struct iov_iter *i, size_t bytes)
{
	size_t length = min(bytes, i->hw_iov->iov_len - i->iov_offset);

	return hw_fault_in_old(hw_address(i), length, HW_ENDS, HW_LOAD_PROBE, false);
}
#endif

/* lib/iov_iter.c, 4.8 (d4690f1e1cda) to 5.15: every segment in the window; the whole fails where any part does. */
#if HW_LINUX_VERSION >= KERNEL_VERSION(4, 8, 0) && HW_LINUX_VERSION < KERNEL_VERSION(5, 16, 0)
static inline int iov_iter_fault_in_readable(const struct iov_iter *i, size_t bytes)
{
	const struct iovec *segment = i->hw_iov;
	size_t skip = i->iov_offset, left = min(bytes, i->count);
	bool more = false;

	while (left) {
		size_t length = min(left, segment->iov_len - skip);

		if (hw_fault_in_old((unsigned long)segment->iov_base + skip, length, HW_EACH_PAGE, HW_LOAD_PROBE, more))
			return -EFAULT;
		more |= length != 0;
		left -= length;
		segment++;
		skip = 0;
	}
	return 0;
}
#endif

#endif /* HW_FAULT_IN_BEFORE_5_16_H */
