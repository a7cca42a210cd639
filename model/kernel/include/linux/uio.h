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
	union {
#if HW_LINUX_VERSION < KERNEL_VERSION(6, 4, 0)
		const struct iovec *iov;
#define hw_iov iov
#else
		const struct iovec *__iov;
#define hw_iov __iov
#endif
		void __user *ubuf;  /* no iterator of the model is of that kind */
	};
	unsigned long nr_segs;
	const struct iovec *hw_first HW_GHOST;  /* where it began; the kernel doesn't remember that */
};

/* 5.15 on: what iov_iter_restore needs to know; neither the segments nor the flags. */
struct iov_iter_state {
	size_t iov_offset;
	size_t count;
	unsigned long nr_segs;
};

#define iter_iov(i) ((i)->hw_iov)
/* What is left of the current segment, whatever the count says. */
#define iter_iov_addr(i) (iter_iov(i)->iov_base + (i)->iov_offset)
#define iter_iov_len(i) (iter_iov(i)->iov_len - (i)->iov_offset)

static inline void iov_iter_init(struct iov_iter *i, unsigned int direction, const struct iovec *iov,
				 unsigned long nr_segs, size_t count)
{
	*i = (struct iov_iter){
		.iter_type = ITER_IOVEC, .data_source = direction, .hw_iov = iov, .nr_segs = nr_segs, .count = count,
		.hw_first = iov,
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

static inline bool iter_is_ubuf(const struct iov_iter *i)
{
	return i->iter_type == ITER_UBUF;
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

/*
 * How far an advance goes over segments that have nothing left. 2.6.24: no further than its bytes, so that by nothing
 * it moves nowhere. 124d3b7041f9, 2.6.25: over all of them as long as bytes remain. 3.16 to 5.13, iterate_and_advance:
 * over one of them. From 5.14 on: over all of them.
 */
#if HW_LINUX_VERSION < KERNEL_VERSION(2, 6, 25)
#define HW_ADVANCE_OVER_EMPTY 0
#elif HW_LINUX_VERSION >= KERNEL_VERSION(3, 16, 0) && HW_LINUX_VERSION < KERNEL_VERSION(5, 14, 0)
#define HW_ADVANCE_OVER_EMPTY 1
#else
#define HW_ADVANCE_OVER_EMPTY 2
#endif

static inline void iov_iter_advance(struct iov_iter *i, size_t size)
{
	if (!i->count)
		return;
	size = min(size, i->count);
	i->count -= size;
	size += i->iov_offset;
	if (HW_ADVANCE_OVER_EMPTY == 2) {
		while (i->nr_segs && size >= i->hw_iov->iov_len) {
			size -= i->hw_iov->iov_len;
			hw_next_segment(i);
		}
	} else {
		while (size > i->hw_iov->iov_len) {
			size -= i->hw_iov->iov_len;
			hw_next_segment(i);
		}
		if (size == i->hw_iov->iov_len && (size || HW_ADVANCE_OVER_EMPTY)) {
			size = 0;
			hw_next_segment(i);
		}
	}
	i->iov_offset = size;
}

/*
 * Takes back the last `unroll` bytes by which the iterator was advanced, never more of them: walking past its start is
 * out of bounds. The count grows by as much, also where a truncation took part of it.
 */
static inline void iov_iter_revert(struct iov_iter *i, size_t unroll)
{
	if (!unroll)
		return;
	i->count += unroll;
	while (unroll > i->iov_offset) {
		unroll -= i->iov_offset;
		hw_require("contract", i->hw_iov != i->hw_first, "iov_iter_revert goes back before the first segment");
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

static inline void iov_iter_save_state(struct iov_iter *i, struct iov_iter_state *state)
{
	state->iov_offset = i->iov_offset;
	state->count = i->count;
	state->nr_segs = i->nr_segs;
}

/* Back to where the state was saved, whatever was truncated or consumed since. */
static inline void iov_iter_restore(struct iov_iter *i, struct iov_iter_state *state)
{
	i->iov_offset = state->iov_offset;
	i->count = state->count;
	i->hw_iov -= state->nr_segs - i->nr_segs;
	i->nr_segs = state->nr_segs;
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

/* Bytes of the current segment are taken; where it is exhausted by that, it is left at once. */
static inline void hw_take_bytes(struct iov_iter *i, size_t bytes)
{
	i->count -= bytes;
	i->iov_offset += bytes;
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
			hw_attempt_range();
	}
	return copied;
}

/* Two bytes with one instruction, faults disabled: both, or neither. `last` as above; `hopeful`: one is tried next. */
static inline bool hw_copy_two_atomic(struct folio *folio, size_t offset, unsigned long address, bool last, bool hopeful)
{
	bool copied;

	hw_atomic {
		copied = hw_loadable(address) && hw_loadable(address + 1);
		if (copied) {
			hw_store_granule(folio, offset, hw_user_tag(address));
			hw_store_granule(folio, offset + 1, hw_user_tag(address + 1));
		}
		if (copied ? last : !hopeful)
			hw_attempt_range();
	}
	return copied;
}

/*
 * What the next instruction copies with faults disabled, of `left` bytes of the segment; `run` bytes of it were copied
 * by this call. Where an instruction copies two bytes (HW_COPY_UNIT), one that faults copies neither. The fixup then
 * tries the first of them alone, but only at the start of a segment (295cf156231c; HW_COPIES_FIRST_BYTE).
 */
static inline size_t hw_copy_unit_atomic(struct folio *folio, size_t offset, unsigned long address, size_t left,
					 size_t run, bool last)
{
	bool hopeful = HW_COPIES_FIRST_BYTE && !run;

	if (HW_COPY_UNIT == 1 || left == 1)
		return hw_copy_byte_atomic(folio, offset, address, last && left == 1);
	if (hw_copy_two_atomic(folio, offset, address, last && left == 2, hopeful))
		return 2;
	return hopeful ? hw_copy_byte_atomic(folio, offset, address, true) : 0;
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
	size_t wanted = min(bytes, i->count), copied = 0, run = 0;

	hw_fault_in_stopped_early = false;
	if (!atomic)
		might_fault();
	atomic = atomic || faulthandler_disabled();
	while (copied < wanted) {
		size_t left = min(wanted - copied, i->hw_iov->iov_len - i->iov_offset), step;

		if (!left) {
			hw_next_segment(i);
			run = 0;
			continue;
		}
		if (HW_SHORT_COPY && copied && hw_flip())
			break;
		step = atomic ? hw_copy_unit_atomic(folio, offset + copied, hw_address(i), left, run,
						    copied + left == wanted)
			      : hw_copy_byte(folio, offset + copied, hw_address(i));
		copied += step;
		hw_take_bytes(i, step);
		run = i->iov_offset ? run + step : 0;
		if (step < (atomic ? min(left, (size_t)HW_COPY_UNIT) : 1))
			break;
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

/*
 * mm/filemap.c, later lib/iov_iter.c, 2.6.24 to 5.13: the atomic copy, and up to 4.6 the one with faults enabled, which
 * leave the iterator where it is. The loop advances it by what write_end took.
 */
#if HW_LINUX_VERSION < KERNEL_VERSION(5, 14, 0)
static inline size_t iov_iter_copy_from_user_atomic(struct page *page, struct iov_iter *i, unsigned long offset,
						    size_t bytes)
{
	struct iov_iter scout = *i;

	return hw_copy_from_iter(page_folio(page), offset, bytes, &scout, true);
}

static inline size_t iov_iter_copy_from_user(struct page *page, struct iov_iter *i, unsigned long offset, size_t bytes)
{
	struct iov_iter scout = *i;

	return hw_copy_from_iter(page_folio(page), offset, bytes, &scout, false);
}
#endif

#include <hw/copy_to_iter.h>
#include <hw/fault_in.h>

#endif
