/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies to the user memory of an iterator: lib/iov_iter.c, 6.14. They fault pages in as they go, under whatever locks
 * the caller holds; where faults are disabled, they stop at the first byte to which a store does not pass now. The
 * iterator is advanced by what was copied, and that is returned. Empty segments are stepped over even if nothing is
 * copied. If the first byte is accessible throughout, at least it is copied.
 *
 * No choice, except where HW_SHORT_COPY asks for it (a plain one).
 */
#ifndef HW_COPY_TO_ITER_H
#define HW_COPY_TO_ITER_H

#include <hw/disabled_faults.h>
#include <hw/page_fault.h>
#include <linux/uio.h>

/* What a harness wants done when output has landed. */
#ifndef HW_ON_DELIVERY
#define HW_ON_DELIVERY() ((void)0)
#endif

/* From kernel memory, from a folio, or zeroes where there is neither. */
static inline size_t hw_copy_bytes_to_iter(const unsigned char *memory, const struct folio *folio, size_t offset,
					   size_t bytes, struct iov_iter *i)
{
	size_t wanted = min(bytes, i->count), copied = 0;
	bool atomic = pagefault_disabled();

	hw_require("contract", !i->data_source, "a copy to an iterator that is a source");
	hw_fault_in_stopped_early = false;
	might_fault();
	while (copied < wanted) {
		unsigned short tag;

		if (i->iov_offset == i->hw_iov->iov_len) {
			hw_next_segment(i);
			continue;
		}
		if (HW_SHORT_COPY && copied && hw_flip())
			break;
		if (memory)
			tag = hw_tag_of(memory[copied]);
		else
			tag = folio ? hw_folio_tag(folio, offset + copied) : HW_ZERO;
		if (atomic ? !hw_store_nofault(hw_address(i), tag, copied + 1 == wanted)
			   : !hw_store(hw_address(i), tag))
			break;
		hw_take_bytes(i, 1);
		copied++;
	}
	HW_ON_DELIVERY();
	hw_note("%lu of %lu bytes are copied", copied, wanted);
	return copied;
}

static inline size_t hw_copy_to_iter(const struct folio *folio, size_t offset, size_t bytes, struct iov_iter *i)
{
	return hw_copy_bytes_to_iter(NULL, folio, offset, bytes, i);
}

/* copy_to_iter, include/linux/uio.h, 6.14: from kernel memory, an array of characters. */
static inline size_t copy_to_iter(const void *from, size_t bytes, struct iov_iter *i)
{
	return hw_copy_bytes_to_iter(from, NULL, 0, bytes, i);
}

/* copy_folio_to_iter, include/linux/uio.h, 6.14. */
static inline size_t copy_folio_to_iter(struct folio *folio, size_t offset, size_t bytes, struct iov_iter *i)
{
	return hw_copy_to_iter(folio, offset, bytes, i);
}

/* copy_page_to_iter: the same for a page. */
static inline size_t copy_page_to_iter(struct page *page, size_t offset, size_t bytes, struct iov_iter *i)
{
	return hw_copy_to_iter(page_folio(page), offset, bytes, i);
}

/* iov_iter_zero: i->nofault makes no difference to it, nor to any other copy. */
static inline size_t iov_iter_zero(size_t bytes, struct iov_iter *i)
{
	return hw_copy_to_iter(NULL, 0, bytes, i);
}

#endif /* HW_COPY_TO_ITER_H */
