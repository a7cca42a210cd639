/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One writer that calls the loop under test once, on a list of user segments, amid the adversaries that were asked
 * for. The loop has the shape of generic_perform_write:
 *
 *	ssize_t my_write(struct kiocb *iocb, struct iov_iter *i) { … }
 *	HW_HARNESS(buffered_write, my_write)
 *
 * It must meet specs/write.spec. What a model may define before it includes this file, besides hw/surroundings.h
 * and hw/process_threads.h:
 *
 *	HW_SEGMENTS(SEGMENT)   the request: SEGMENT(address, length) for each segment, in granules
 *	HW_WRITE_POS_UPTO      the greatest position that is explored where --set says nothing; 0
 *	HW_READER              1: somebody else reads the file meanwhile, and must meet specs/stale.spec
 *	HW_FILE_SIZE           how long the file is at first; 0, or all folios where there is a reader
 *
 * and what --set may change:
 *
 *	write_pos              where in the file the write begins
 *	write_count            how many bytes of the segments are to be written
 *
 * With HW_REMEMBER_BEGINNING the initial choices are made at once and kept, so that covers can tell that each was
 * explored; it costs states and changes no verdict.
 *
 * As it stands: [0][3][1 bad][2], unaligned over two good pages and a bad one, to the first two pages of the file. A
 * loop without fault returns 3.
 */
#ifndef HW_HARNESS_BUFFERED_WRITE_H
#define HW_HARNESS_BUFFERED_WRITE_H

#include <headway.h>

HW_APPROXIMATES("folios of one page; no per-VMA locks");
HW_SPEC("write");

#ifndef HW_SEGMENTS
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 0) SEGMENT(1, 3) SEGMENT(4, 1) SEGMENT(0, 2)
HW_SPEC("write_choices");
#endif
#ifdef HW_REMEMBER_BEGINNING
HW_SPEC("write_beginnings");
#endif

#ifndef HW_WRITE_POS_UPTO
#define HW_WRITE_POS_UPTO 0
#endif
#ifndef HW_READER
#define HW_READER 0
#endif
#ifndef HW_FILE_SIZE
#define HW_FILE_SIZE (HW_READER ? HW_FOLIOS * HW_PAGE_GRANULES : 0)
#endif

#include <hw/adversaries.h>
#include <hw/holds_nothing.h>
#include <hw/process_threads.h>
#include <hw/simple_fs.h>
#include <linux/err.h>
#include <linux/writeback.h>

HW_CITES("Linux 6.14" HW_FAULT_IN_ERA);

/* ---- The request ----------------------------------------------------------------------------------------------- */

#define HW_AS_IOVEC(address, length) { (void __user *)(address), (length) },
#define HW_AS_SUM(address, length) + (length)

static const struct iovec hw_segments[] = { HW_SEGMENTS(HW_AS_IOVEC) };
#define HW_ALL_SEGMENTS (sizeof(hw_segments) / sizeof(hw_segments[0]))
#define HW_ALL_BYTES (0 HW_SEGMENTS(HW_AS_SUM))

HW_PARAM(loff_t, write_pos, 0, HW_WRITE_POS_UPTO, 0x7fffffffffffffff - HW_ALL_BYTES);
HW_PARAM(size_t, write_count, HW_ALL_BYTES, HW_ALL_BYTES, HW_ALL_BYTES);

/* The user address of byte `index` of the request. */
static inline unsigned long hw_source(unsigned int index)
{
#define HW_FIND_BYTE(address, length) \
	if (index < (length)) \
		return (address) + index; \
	index -= (length);
	HW_SEGMENTS(HW_FIND_BYTE)
	return HW_USER_PAGES * PAGE_SIZE;
}

/* The first byte of the request whose address lies in low..high-1; the number of all bytes where there is none. */
static inline unsigned int hw_first_byte_in(unsigned long low, unsigned long high)
{
	unsigned int before = 0;

#define HW_FIND_RANGE(address, length) \
	if ((address) < high && low < (address) + (length)) \
		return before + (low > (address) ? low - (address) : 0); \
	before += (length);
	HW_SEGMENTS(HW_FIND_RANGE)
	return before;
}

/* ---- What the spec speaks of ------------------------------------------------------------------------------------- */

/* Bytes of the request that write_end took, and whether one of them was not the next one, or not in its place. */
static unsigned int hw_accepted HW_GHOST;
static bool hw_misplaced HW_GHOST;
/* The byte that is to be transferred next was illegal at some moment. */
static bool hw_first_was_bad HW_GHOST;
/* So many bytes of the request were legal all the time. */
static unsigned int hw_good_prefix HW_GHOST;
/* What the iterator has left, outside the call, and by how much the file position has moved. */
static size_t hw_iter_left HW_GHOST;
static loff_t hw_pos_moved HW_GHOST;

HW_OBSERVE(count, write_count)
HW_OBSERVE(pages, HW_USER_PAGES)
HW_OBSERVE(accepted, hw_accepted)
HW_OBSERVE(misplaced, hw_misplaced)
HW_OBSERVE(first_was_bad, hw_first_was_bad)
HW_OBSERVE(good_prefix, hw_good_prefix)
HW_OBSERVE(excused, hw_excused || hw_killed)
HW_OBSERVE(iter_left, hw_iter_left)
HW_OBSERVE(pos_moved, hw_pos_moved)
HW_OBSERVE(short_copy_accepted, hw_short_copy_accepted)
HW_OBSERVE(copy_refused, hw_copy_refused)
HW_OBSERVE(fault_in_stopped_early, hw_fault_in_stopped_early)

static inline void hw_see_next_byte(void)
{
	if (hw_accepted < write_count && hw_hopeless(hw_source(hw_accepted)))
		hw_first_was_bad = true;
}

static inline void hw_shorten_good_prefix(unsigned long low, unsigned long high)
{
	hw_good_prefix = min(hw_good_prefix, hw_first_byte_in(low, high));
}

/* No byte behind the last page is ever legal. */
static inline void hw_shorten_to_pages(void)
{
	for (unsigned int k = 0; k < HW_ALL_BYTES; k++) {
		if (hw_source(k) / PAGE_SIZE >= HW_USER_PAGES)
			hw_good_prefix = min(hw_good_prefix, k);
	}
}

static inline void hw_page_became_bad(unsigned long page)
{
	hw_shorten_good_prefix(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
	hw_see_next_byte();
}

/* write_end took `bytes` bytes at `pos`: they must be the next ones of the request, in the next place of the file. */
static inline void hw_accept(loff_t pos, size_t bytes)
{
	for (size_t k = 0; k < bytes; k++) {
		if (hw_accepted >= write_count || pos + (loff_t)k != write_pos + hw_accepted ||
		    hw_content[pos + k] != hw_from_user(hw_source(hw_accepted)))
			hw_misplaced = true;
		hw_accepted++;
	}
	hw_see_next_byte();
	if (bytes)
		hw_progress("bytes were written");
}

/* ---- Set-up and writer ------------------------------------------------------------------------------------------- */

static inline void hw_begin_user_page(unsigned long page)
{
	hw_begin_page(page);
	if (page >= HW_USER_PAGES)
		return;
	if (hw_user_page[page].good < PAGE_SIZE)
		hw_shorten_good_prefix(page * PAGE_SIZE + hw_user_page[page].good, (page + 1) * PAGE_SIZE);
	if (hw_user_page[page].folio)
		hw_assume(hw_page[page] == EVICT || hw_uptodate[hw_user_page[page].folio - 1]);
}

#ifdef HW_REMEMBER_BEGINNING
/* Which of the first two user pages are resident, and which of the first two folios uptodate, when the call begins. */
static bool hw_began_resident[2] HW_GHOST;
static bool hw_began_uptodate[2] HW_GHOST;

HW_OBSERVE(page_0_began_resident, hw_began_resident[0])
HW_OBSERVE(page_1_began_resident, hw_began_resident[1])
HW_OBSERVE(folio_0_began_uptodate, hw_began_uptodate[0])
HW_OBSERVE(folio_1_began_uptodate, hw_began_uptodate[1])

static inline void hw_remember_beginning(void)
{
	_Static_assert(HW_USER_PAGES >= 2 && HW_FOLIOS >= 2, "two user pages and two folios");
	hw_began_resident[0] = hw_page[0] == RES;
	hw_began_resident[1] = hw_page[1] == RES;
	hw_began_uptodate[0] = hw_uptodate[0];
	hw_began_uptodate[1] = hw_uptodate[1];
}
#else
static inline void hw_remember_beginning(void) { }
#endif

#if HW_READER
#include <harness/file_reader.h>
#else
static inline void hw_begin_reader(void) { }
#endif

static inline void hw_begin_file(void)
{
	i_size_write(&hw_inode, HW_FILE_SIZE);
	if (HW_BEGIN_UPTODATE < 0)
		return;
	for (int k = 0; k < HW_FOLIOS; k++)
		hw_uptodate[k] = HW_BEGIN_UPTODATE;
}

HW_INIT(world)
{
	_Static_assert(HW_USER_PAGES <= 6, "at most six user pages");
	hw_good_prefix = hw_iter_left = write_count;
	hw_shorten_to_pages();
	hw_begin_user_page(0);
	hw_begin_user_page(1);
	hw_begin_user_page(2);
	hw_begin_user_page(3);
	hw_begin_user_page(4);
	hw_begin_user_page(5);
	hw_see_next_byte();
	hw_remember_beginning();
	hw_begin_file();
	hw_begin_reader();
}

#define HW_HARNESS_buffered_write(function) \
static inline ssize_t hw_call_write(struct kiocb *iocb, struct iov_iter *iter) \
{ \
	ssize_t result = function(iocb, iter); \
\
	hw_iter_left = iov_iter_count(iter); \
	hw_pos_moved = iocb->ki_pos - write_pos; \
	return result; \
} \
HW_THREAD(writer) \
{ \
	struct kiocb iocb = { .ki_filp = &hw_file, .ki_pos = write_pos }; \
	struct iov_iter iter; \
\
	iov_iter_init(&iter, ITER_SOURCE, hw_segments, HW_ALL_SEGMENTS, write_count); \
	HW_CALL(write, hw_call_write(&iocb, &iter)); \
	hw_holds_nothing(); \
}

/*
 * The same for generic_file_buffered_write, as it was before 2.6.24: segments in place of an iterator, and the position
 * handed back says what is left.
 */
#define HW_HARNESS_buffered_write_by_segments(function) \
static inline ssize_t hw_call_write(struct kiocb *iocb) \
{ \
	ssize_t result = function(iocb, hw_segments, HW_ALL_SEGMENTS, write_pos, &iocb->ki_pos, write_count, 0); \
\
	hw_pos_moved = iocb->ki_pos - write_pos; \
	hw_iter_left = write_count - hw_pos_moved; \
	return result; \
} \
HW_THREAD(writer) \
{ \
	struct kiocb iocb = { .ki_filp = &hw_file, .ki_pos = write_pos }; \
\
	HW_CALL(write, hw_call_write(&iocb)); \
	hw_holds_nothing(); \
}

#endif /* HW_HARNESS_BUFFERED_WRITE_H */
