/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Iterators over a list of user segments: include/linux/uio.h and lib/iov_iter.c, 6.14 (corners that changed before
 * that are named). Segments may be empty. An iterator stands at byte iov_offset of its first segment and has `count`
 * bytes to go; truncation changes the count alone.
 *
 * None of these functions makes a choice, except a copy where HW_SHORT_COPY asks for it (a plain one).
 */
#ifndef _LINUX_UIO_H
#define _LINUX_UIO_H

#include <hw/page_cache.h>
#include <hw/page_fault.h>
#include <hw/user_memory.h>
#include <linux/kernel.h>

struct iovec {
	void __user *iov_base;
	size_t iov_len;
};

enum iter_type { ITER_UBUF, ITER_IOVEC };

#define ITER_DEST 0
#define ITER_SOURCE 1

struct iov_iter {
	u8 iter_type;
	bool nofault;
	bool data_source;
	size_t iov_offset;
	size_t count;
#if HW_LINUX_VERSION < KERNEL_VERSION(6, 4, 0)
	const struct iovec *iov;
#define hw_iov iov
#else
	const struct iovec *__iov;
#define hw_iov __iov
#endif
	unsigned long nr_segs;
};

#define iter_iov(i) ((i)->hw_iov)

static inline void iov_iter_init(struct iov_iter *i, unsigned int direction, const struct iovec *iov,
				 unsigned long nr_segs, size_t count)
{
	*i = (struct iov_iter){
		.iter_type = ITER_IOVEC, .data_source = direction, .hw_iov = iov, .nr_segs = nr_segs, .count = count,
	};
}

static inline size_t iov_iter_count(const struct iov_iter *i)
{
	return i->count;
}

static inline bool iter_is_iovec(const struct iov_iter *i)
{
	return i->iter_type == ITER_IOVEC;
}

static inline bool user_backed_iter(const struct iov_iter *i)
{
	return i->iter_type == ITER_UBUF || i->iter_type == ITER_IOVEC;
}

static inline void hw_next_segment(struct iov_iter *i)
{
	i->hw_iov++;
	i->nr_segs--;
	i->iov_offset = 0;
}

/* Steps over exhausted and empty segments too, even for a size of 0, as long as bytes remain. */
static inline void iov_iter_advance(struct iov_iter *i, size_t size)
{
	if (!i->count)
		return;
	size = min(size, i->count);
	i->count -= size;
	size += i->iov_offset;
	while (i->nr_segs && size >= i->hw_iov->iov_len) {
		size -= i->hw_iov->iov_len;
		hw_next_segment(i);
	}
	i->iov_offset = size;
}

/* Takes back the last `unroll` bytes by which the iterator was advanced; walking past its start is out of bounds. */
static inline void iov_iter_revert(struct iov_iter *i, size_t unroll)
{
	if (!unroll)
		return;
	i->count += unroll;
	while (unroll > i->iov_offset) {
		unroll -= i->iov_offset;
		i->hw_iov--;
		i->nr_segs++;
		i->iov_offset = i->hw_iov->iov_len;
	}
	i->iov_offset -= unroll;
}

static inline void iov_iter_truncate(struct iov_iter *i, u64 count)
{
	if (i->count > count)
		i->count = count;
}

/* Undoes a truncation; what was consumed in between is the caller's to subtract. */
static inline void iov_iter_reexpand(struct iov_iter *i, size_t count)
{
	i->count = count;
}

/* What is left of the current segment; 0 where old code stands on an empty one. */
static inline size_t iov_iter_single_seg_count(const struct iov_iter *i)
{
	return i->nr_segs > 1 ? min(i->count, i->hw_iov->iov_len - i->iov_offset) : i->count;
}

/* The user address of the next byte; the current segment has one. */
static inline unsigned long hw_address(const struct iov_iter *i)
{
	return (unsigned long)i->hw_iov->iov_base + i->iov_offset;
}

/* The byte at the iterator is taken; an exhausted segment is left at once. */
static inline void hw_take_byte(struct iov_iter *i)
{
	i->count--;
	i->iov_offset++;
	if (i->iov_offset == i->hw_iov->iov_len)
		hw_next_segment(i);
}

/*
 * One byte with faults disabled: copied if its page allows it now. `last` says that the copy ends here in any case;
 * the byte that ends it decides how far it came.
 */
static inline bool hw_copy_byte_atomic(struct folio *folio, size_t offset, unsigned long address, bool last)
{
	bool copied;

	hw_atomic {
		copied = hw_loadable(address);
		if (copied)
			hw_store_granule(folio, offset, hw_user_tag(address));
		if (last || !copied)
			hw_attempt(range);
	}
	return copied;
}

/* One byte with faults enabled: its page is faulted in as often as it takes. */
static inline bool hw_copy_byte(struct folio *folio, size_t offset, unsigned long address)
{
	bool copied = hw_load(address);

	if (copied)
		hw_store_granule(folio, offset, hw_user_tag(address));
	return copied;
}

/* The last fault-in stopped though it could have gone on. Forgotten when the next copy or fault-in begins. */
static bool hw_fault_in_stopped_early HW_GHOST;

static inline size_t hw_copy_from_iter(struct folio *folio, size_t offset, size_t bytes, struct iov_iter *i,
				       bool atomic)
{
	size_t wanted = min(bytes, i->count), copied = 0;

	hw_fault_in_stopped_early = false;
	if (!atomic)
		might_fault();
	while (copied < wanted) {
		if (i->iov_offset == i->hw_iov->iov_len) {
			hw_next_segment(i);
			continue;
		}
		if (HW_SHORT_COPY && copied && hw_flip())
			break;
		if (atomic ? !hw_copy_byte_atomic(folio, offset + copied, hw_address(i), copied + 1 == wanted)
			   : !hw_copy_byte(folio, offset + copied, hw_address(i)))
			break;
		hw_take_byte(i);
		copied++;
	}
	hw_note("%lu of %lu bytes are copied", copied, wanted);
	return copied;
}

/*
 * copy_folio_from_iter_atomic, 6.6 on: copies up to `bytes` with faults disabled, stops at the first byte that
 * doesn't let it, advances the iterator by what was copied and returns that. Empty segments are stepped over even if
 * nothing is copied. If the first byte is accessible throughout, at least it is copied.
 */
static inline size_t copy_folio_from_iter_atomic(struct folio *folio, size_t offset, size_t bytes, struct iov_iter *i)
{
	return hw_copy_from_iter(folio, offset, bytes, i, true);
}

/* copy_page_from_iter_atomic, 5.14 on: the same for a page. */
static inline size_t copy_page_from_iter_atomic(struct page *page, size_t offset, size_t bytes, struct iov_iter *i)
{
	return hw_copy_from_iter(page_folio(page), offset, bytes, i, true);
}

/* copy_folio_from_iter, 6.14: the same with faults enabled: it may sleep, and take what the fault path takes. */
static inline size_t copy_folio_from_iter(struct folio *folio, size_t offset, size_t bytes, struct iov_iter *i)
{
	return hw_copy_from_iter(folio, offset, bytes, i, false);
}

static inline size_t copy_page_from_iter(struct page *page, size_t offset, size_t bytes, struct iov_iter *i)
{
	return hw_copy_from_iter(page_folio(page), offset, bytes, i, false);
}

#include <hw/copy_to_iter.h>
#include <hw/fault_in.h>

#endif
