/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes a range writable page by page, without a store, and answers how many bytes are missing.
 *
 * The bytes that were reached are subtracted the wrong way round. As unsigned numbers the difference is huge for any
 * part, so that a part is reported as the whole; only nothing at all is reported for what it is.
 */
#include "surroundings.h"

static size_t safe_writeable(const char __user *address, size_t size)
{
	unsigned long begin = (unsigned long)address, end = PAGE_ALIGN(begin + size), next = begin;
	bool unlocked = false;

	if (unlikely(size == 0))
		return 0;

	mmap_read_lock(&hw_mm);
	while (next != end) {
		if (fixup_user_fault(&hw_mm, next, FAULT_FLAG_WRITE, &unlocked))
			break;
		next = (next + PAGE_SIZE) & PAGE_MASK;
	}
	mmap_read_unlock(&hw_mm);

	/* Meant is how far it came. */
	if (size > begin - next)
		return size - (begin - next);
	return 0;
}

HW_HARNESS(fault_in, safe_writeable)
