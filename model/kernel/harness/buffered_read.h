/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One reader that calls the loop under test once, on a list of user segments, amid the adversaries that were asked
 * for. The loop has the shape of filemap_read or do_loop_readv_writev:
 *
 *	ssize_t my_read(struct kiocb *iocb, struct iov_iter *iter) { … }
 *	HW_HARNESS(buffered_read, my_read)
 *
 * It must meet specs/read.spec. What was delivered is told by user memory alone, when the call returns. What a model
 * may define before it includes this file, besides hw/surroundings.h:
 *
 *	HW_SEGMENTS(SEGMENT)   the request: SEGMENT(address, length) for each segment, in granules; they don't overlap
 *	HW_FILE_SIZE           the size of the file, at most HW_FOLIOS pages
 *	HW_FILE_TAG(position)  what the file holds there, where it is not the page cache that is read
 *	HW_READ_POS_UPTO       read_pos is any of 0..HW_READ_POS_UPTO where --set says nothing; 0
 *	HW_READ_COUNT_FROM     read_count is any of HW_READ_COUNT_FROM..all bytes where --set says nothing; all bytes
 *
 * and what --set may change:
 *
 *	read_pos               where in the file the read begins
 *	read_count             how many bytes of the segments are to be read
 *
 * As it stands: [0][3][1 read-only][1], unaligned over two good pages and one that can't be stored to, from a file of
 * two pages. A loop without fault returns 3.
 */
#ifndef HW_HARNESS_BUFFERED_READ_H
#define HW_HARNESS_BUFFERED_READ_H

#include <headway.h>

HW_CITES("Linux 6.14");
HW_APPROXIMATES("folios of one page; no per-VMA locks");
HW_SPEC("read");

#ifndef HW_SEGMENTS
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 0) SEGMENT(1, 3) SEGMENT(4, 1) SEGMENT(0, 1)
HW_SPEC("read_choices");
#ifndef HW_PAGES
#define HW_PAGES HW_GOOD, HW_GOOD, HW_READ_ONLY
#endif
#endif

#include <hw/adversaries.h>
#include <hw/simple_fs.h>
#include <linux/err.h>
#include <linux/uaccess.h>

#ifndef HW_FILE_SIZE
#define HW_FILE_SIZE (HW_FOLIOS * HW_PAGE_GRANULES)
#endif
#ifndef HW_FILE_TAG
#define HW_FILE_TAG(position) hw_from_file(position)
#endif

/* ---- The request ----------------------------------------------------------------------------------------------- */

#define HW_AS_IOVEC(address, length) { (void __user *)(address), (length) },
#define HW_AS_SUM(address, length) + (length)

static const struct iovec hw_segments[] = { HW_SEGMENTS(HW_AS_IOVEC) };
#define HW_ALL_SEGMENTS (sizeof(hw_segments) / sizeof(hw_segments[0]))
#define HW_ALL_BYTES (0 HW_SEGMENTS(HW_AS_SUM))

#ifndef HW_READ_POS_UPTO
#define HW_READ_POS_UPTO 0
#endif
#ifndef HW_READ_COUNT_FROM
#define HW_READ_COUNT_FROM HW_ALL_BYTES
#endif

HW_PARAM(loff_t, read_pos, 0, HW_READ_POS_UPTO, 0x7fffffffffffffff - HW_ALL_BYTES);
HW_PARAM(size_t, read_count, HW_READ_COUNT_FROM, HW_ALL_BYTES, HW_ALL_BYTES);

/* The user address of byte `index` of the request. */
static inline unsigned long hw_destination(unsigned int index)
{
#define HW_FIND_BYTE(address, length) \
	if (index < (length)) \
		return (address) + index; \
	index -= (length);
	HW_SEGMENTS(HW_FIND_BYTE)
	return HW_USER_PAGES * PAGE_SIZE;
}

/* ---- What the spec speaks of ------------------------------------------------------------------------------------- */

static unsigned int hw_delivered HW_GHOST;
static bool hw_misplaced HW_GHOST;
static bool hw_first_is_bad HW_GHOST;
static unsigned int hw_good_prefix HW_GHOST;
/* What the iterator has left, and the position of the file descriptor, outside the call. */
static size_t hw_iter_left HW_GHOST;
static loff_t hw_position HW_GHOST;

#define HW_TO_THE_END (read_pos < HW_FILE_SIZE ? (size_t)(HW_FILE_SIZE - read_pos) : 0)
#define HW_WANTED (read_count < HW_TO_THE_END ? read_count : HW_TO_THE_END)

HW_OBSERVE(wanted, HW_WANTED)
HW_OBSERVE(delivered, hw_delivered)
HW_OBSERVE(misplaced, hw_misplaced)
HW_OBSERVE(first_is_bad, hw_first_is_bad)
HW_OBSERVE(good_prefix, hw_good_prefix)
HW_OBSERVE(excused, hw_excused || hw_killed)
HW_OBSERVE(iter_left, hw_iter_left)
HW_OBSERVE(position, hw_position)
HW_OBSERVE(fault_in_stopped_early, hw_fault_in_stopped_early)

/* How many granules of user memory were stored to, wherever they are. */
static inline unsigned int hw_all_stores(void)
{
	unsigned int stores = 0;

	for (unsigned long k = 0; k < HW_USER_PAGES * PAGE_SIZE; k++)
		stores += hw_user_content[k] != HW_STALE;
	return stores;
}

/* Judged when the call returns. A page that is BAD stays BAD, so what is legal then was legal all the time. */
static inline void hw_judge_read(const struct kiocb *iocb, const struct iov_iter *iter)
{
	unsigned int delivered = 0, good = 0;

	while (delivered < HW_WANTED &&
	       hw_user_content[hw_destination(delivered)] == HW_FILE_TAG(read_pos + delivered))
		delivered++;
	while (good < HW_WANTED && !hw_hopeless_store(hw_destination(good)))
		good++;
	hw_misplaced = hw_all_stores() != delivered;
	hw_first_is_bad = delivered < HW_WANTED && hw_hopeless_store(hw_destination(delivered));
	hw_good_prefix = good;
	hw_delivered = delivered;
	hw_iter_left = iov_iter_count(iter);
	hw_position = iocb->ki_pos;
}

static inline void hw_page_became_bad(unsigned long page)
{
	(void)page;
}

/* Nobody writes the file. */
static inline void hw_accept(loff_t pos, size_t bytes)
{
	(void)pos, (void)bytes;
}

/* ---- Set-up and reader ------------------------------------------------------------------------------------------- */

static inline void hw_begin_user_page(unsigned long page)
{
	hw_begin_page(page);
	if (page < HW_USER_PAGES && hw_user_page[page].folio)
		hw_assume(hw_page[page] == EVICT || hw_uptodate[hw_user_page[page].folio - 1]);
}

HW_INIT(world)
{
	_Static_assert(HW_USER_PAGES <= 6, "at most six user pages");
	_Static_assert(HW_FILE_SIZE <= HW_FOLIOS * HW_PAGE_GRANULES, "the file fits the page cache");
	hw_begin_user_page(0);
	hw_begin_user_page(1);
	hw_begin_user_page(2);
	hw_begin_user_page(3);
	hw_begin_user_page(4);
	hw_begin_user_page(5);
	hw_iter_left = read_count;
	hw_position = read_pos;
	hw_inode.i_size = HW_FILE_SIZE;
}

/* At the end of a system call the task holds nothing. */
static inline void hw_holds_nothing(void)
{
	hw_require("locks", !pagefault_disabled(), "the call returns with page faults disabled");
	hw_require("locks", !(hw_mm.mmap_lock.holders & (1UL << hw_self())), "the call returns with mmap_lock held");
	hw_require("locks", !(hw_inode_glock.holders & (1UL << hw_self())),
		   "the call returns with the inode glock held");
	for (int k = 0; k < HW_FOLIOS; k++)
		hw_require("locks", hw_folio[k].page.lock != hw_self() + 1, "the call returns with a folio locked");
}

#define HW_HARNESS_buffered_read(function) \
static inline ssize_t hw_call_read(struct kiocb *iocb, struct iov_iter *iter) \
{ \
	ssize_t result = function(iocb, iter); \
\
	hw_judge_read(iocb, iter); \
	return result; \
} \
HW_THREAD(reader) \
{ \
	struct kiocb iocb = { .ki_filp = &hw_file, .ki_pos = read_pos }; \
	struct iov_iter iter; \
\
	iov_iter_init(&iter, ITER_DEST, hw_segments, HW_ALL_SEGMENTS, read_count); \
	HW_CALL(read, hw_call_read(&iocb, &iter)); \
	hw_holds_nothing(); \
}

#endif /* HW_HARNESS_BUFFERED_READ_H */
