/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One task that calls a read or a write of the file once, on a list of user segments, amid the adversaries that were
 * asked for. The functions have the shape of ->read_iter and ->write_iter:
 *
 *	ssize_t my_read(struct kiocb *iocb, struct iov_iter *to) { … }
 *	HW_HARNESS(direct_read, my_read)
 *
 *	ssize_t my_write(struct kiocb *iocb, struct iov_iter *from) { … }
 *	HW_HARNESS(direct_write, my_write)
 *
 * They must meet specs/direct_io.spec. What was transferred is told by content alone: of a read by what lies in user
 * memory when it returns, of a write by what lies on the disk. A read through the page cache can be put in here too.
 *
 * What a model may define before it includes this file, besides hw/surroundings.h:
 *
 *	HW_SEGMENTS(SEGMENT)   the request: SEGMENT(address, length) for each segment, in granules; they don't overlap
 *	HW_EXTENTS             the file (hw/block_device.h); its size is HW_FOLIOS pages
 *	HW_IO_POS              where in it the transfer begins
 *
 * and what --set may change:
 *
 *	io_pos                 the same
 *	io_count               how many bytes of the segments it is about
 *
 * The request must lie within the file, except for a write that looks at the size of the file itself.
 *
 * As it stands: 3 bytes, unaligned over two good pages, at the beginning of a file of two pages without holes.
 */
#ifndef HW_HARNESS_DIRECT_IO_H
#define HW_HARNESS_DIRECT_IO_H

#include <headway.h>

HW_CITES("Linux 6.14");
HW_APPROXIMATES("folios of one page; no per-VMA locks; blocks of one byte; requests to the disk never fail; "
		"mapped pages of the file have a content of their own");
HW_SPEC("direct_io");

#ifndef HW_SEGMENTS
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 3)
#endif

#include <hw/adversaries.h>
#include <hw/direct_io.h>
#include <hw/holds_nothing.h>
#include <linux/pagemap.h>

/* ---- The request ----------------------------------------------------------------------------------------------- */

#define HW_AS_IOVEC(address, length) { (void __user *)(address), (length) },
#define HW_AS_SUM(address, length) + (length)

static const struct iovec hw_segments[] = { HW_SEGMENTS(HW_AS_IOVEC) };
#define HW_ALL_SEGMENTS (sizeof(hw_segments) / sizeof(hw_segments[0]))
#define HW_ALL_BYTES (0 HW_SEGMENTS(HW_AS_SUM))

#ifndef HW_IO_POS
#define HW_IO_POS 0
#endif
HW_PARAM(loff_t, io_pos, HW_IO_POS, HW_IO_POS, 0x7fffffffffffffff - HW_ALL_BYTES);
HW_PARAM(size_t, io_count, HW_ALL_BYTES, HW_ALL_BYTES, HW_ALL_BYTES);

/* The user address of byte `index` of the request. */
static inline unsigned long hw_request_address(unsigned int index)
{
#define HW_FIND_BYTE(address, length) \
	if (index < (length)) \
		return (address) + index; \
	index -= (length);
	HW_SEGMENTS(HW_FIND_BYTE)
	return HW_USER_PAGES * PAGE_SIZE;
}

/* ---- What the spec speaks of ----------------------------------------------------------------------------------- */

/* Leading bytes of the request that are in their place, and whether a byte is where none belongs. */
static unsigned int hw_transferred HW_GHOST;
static bool hw_misplaced HW_GHOST;
/* The byte that is to be transferred next is illegal. A page that is illegal stays so. */
static bool hw_first_is_bad HW_GHOST;
/* Some byte of the request was illegal during the call. */
static bool hw_some_was_bad HW_GHOST;
/* What the iterator has left, and how far the position went, outside the call. */
static size_t hw_iter_left HW_GHOST;
static loff_t hw_position HW_GHOST;

HW_OBSERVE(wanted, io_pos >= HW_FILE_SIZE ? 0 : io_count < HW_FILE_SIZE - io_pos ? io_count : HW_FILE_SIZE - io_pos)
HW_OBSERVE(transferred, hw_transferred)
HW_OBSERVE(misplaced, hw_misplaced)
HW_OBSERVE(first_is_bad, hw_first_is_bad)
HW_OBSERVE(all_good, !hw_some_was_bad)
HW_OBSERVE(excused, hw_excused || hw_killed)
HW_OBSERVE(iter_left, hw_iter_left)
HW_OBSERVE(position, hw_position)
HW_OBSERVE(fault_at_once, hw_dio_end == HW_FAULT_AT_ONCE)
HW_OBSERVE(fault_later, hw_dio_end == HW_FAULT_LATER)

static inline bool hw_hopeless_for(unsigned long address, bool store)
{
	return store ? hw_hopeless_store(address) : hw_hopeless(address);
}

/* Byte `index` of the request lies where it belongs. */
static inline bool hw_in_place(unsigned int index, bool read)
{
	unsigned long address = hw_request_address(index);

	if (read)
		return hw_user_content[address] == hw_disk_tag(io_pos + index);
	return hw_disk[io_pos + index] == hw_user_tag(address);
}

/* How many granules were stored to, wherever they are. */
static inline unsigned int hw_all_stores(bool read)
{
	unsigned int stores = 0;

	if (read) {
		for (unsigned long k = 0; k < HW_USER_PAGES * PAGE_SIZE; k++)
			stores += hw_user_content[k] != HW_STALE;
	} else {
		for (unsigned long k = 0; k < HW_FILE_SIZE; k++)
			stores += hw_disk[k] != HW_STALE;
	}
	return stores;
}

/* Judged when the call returns; every request to the disk must be done by then. */
static inline void hw_judge_transfer(const struct kiocb *iocb, const struct iov_iter *iter, bool read)
{
	unsigned int transferred = 0;
	unsigned long next;

	while (transferred < io_count && io_pos + transferred < HW_FILE_SIZE && hw_in_place(transferred, read))
		transferred++;
	next = hw_request_address(transferred);
	hw_misplaced = hw_all_stores(read) != transferred || hw_in_flight[0].submitter || hw_in_flight[1].submitter;
	hw_first_is_bad = transferred < io_count && hw_hopeless_for(next, read);
	hw_transferred = transferred;
	hw_iter_left = iov_iter_count(iter);
	hw_position = iocb->ki_pos;
}

static inline void hw_page_became_bad(unsigned long page)
{
	(void)page;
	hw_some_was_bad = true;
}

/* A buffered write that writes its pages out at once. */
static inline void hw_accept(loff_t pos, size_t bytes)
{
	for (size_t k = 0; k < bytes; k++)
		hw_disk[pos + k] = hw_content[pos + k];
}

/* ---- Set-up ---------------------------------------------------------------------------------------------------- */

static inline void hw_begin_user_page(unsigned long page)
{
	hw_begin_page(page);
	if (page < HW_USER_PAGES && hw_user_page[page].folio)
		hw_assume(hw_page[page] == EVICT || hw_uptodate[hw_user_page[page].folio - 1]);
}

static inline void hw_begin_call(bool read)
{
	hw_begin_user_page(0);
	hw_begin_user_page(1);
	hw_begin_user_page(2);
	hw_begin_user_page(3);
	_Static_assert(HW_USER_PAGES <= 4, "at most four user pages");
	i_size_write(&hw_inode, HW_FILE_SIZE);
	hw_iter_left = io_count;
	hw_position = io_pos;
	for (unsigned int k = 0; k < HW_ALL_BYTES; k++)
		if (k < io_count && hw_hopeless_for(hw_request_address(k), read))
			hw_some_was_bad = true;
}

#define HW_HARNESS_direct_read(function) HW_DIRECT_IO_(reader, function, ITER_DEST, true)
#define HW_HARNESS_direct_write(function) HW_DIRECT_IO_(writer, function, ITER_SOURCE, false)

#define HW_DIRECT_IO_(task, function, direction, read) \
HW_INIT(world) \
{ \
	hw_begin_call(read); \
} \
static inline ssize_t hw_call_direct_io(struct kiocb *iocb, struct iov_iter *iter) \
{ \
	ssize_t result = function(iocb, iter); \
\
	hw_judge_transfer(iocb, iter, read); \
	return result; \
} \
HW_THREAD(task) \
{ \
	struct kiocb iocb = { .ki_filp = &hw_file, .ki_pos = io_pos }; \
	struct iov_iter iter; \
\
	iov_iter_init(&iter, direction, hw_segments, HW_ALL_SEGMENTS, io_count); \
	HW_CALL(direct_io, hw_call_direct_io(&iocb, &iter)); \
	hw_holds_nothing(); \
	hw_require("contract", !iter.nofault, "the call leaves the iterator with nofault set"); \
}

#endif /* HW_HARNESS_DIRECT_IO_H */
