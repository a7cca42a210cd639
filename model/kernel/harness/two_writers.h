/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two threads of one process that call the loop under test once each, on the same file, each with a request of its
 * own. The loop has the shape that harness/buffered_write.h asks for:
 *
 *	HW_HARNESS(two_writers, my_write)
 *
 * It must meet specs/two_writes.spec. What a model may define before it includes this file, besides hw/surroundings.h
 * and hw/process_threads.h:
 *
 *	HW_WRITES(WRITE)   two rows WRITE(address, length, position): one segment each, in granules
 *
 * As it stands: each writes a page, from an address that is a mapping of the page that the other one writes. The
 * requests must not overlap in the file: what is asked of them speaks of one writer at a time.
 */
#ifndef HW_HARNESS_TWO_WRITERS_H
#define HW_HARNESS_TWO_WRITERS_H

#include <headway.h>

HW_CITES("Linux 6.14");
HW_APPROXIMATES("folios of one page; no per-VMA locks");
HW_SPEC("two_writes");

#ifndef HW_WRITES
#define HW_WRITES(WRITE) WRITE(0, 2, 0) WRITE(2, 2, 2)
#ifndef HW_PAGES
#define HW_PAGES HW_FILE(1), HW_FILE(0)
#endif
#endif

#include <hw/adversaries.h>
#include <hw/holds_nothing.h>
#include <hw/process_threads.h>
#include <hw/simple_fs.h>
#include <linux/err.h>
#include <linux/writeback.h>

/* ---- The requests ------------------------------------------------------------------------------------------------ */

struct hw_write {
	struct iovec segment;
	loff_t pos;
};

#define HW_AS_WRITE(address, length, position) { { (void __user *)(address), (length) }, (position) },

static const struct hw_write hw_write[] = { HW_WRITES(HW_AS_WRITE) };
_Static_assert(sizeof(hw_write) == 2 * sizeof(hw_write[0]), "two requests");

#define hw_begin(w) ((unsigned long)hw_write[w].segment.iov_base)
#define hw_length(w) (hw_write[w].segment.iov_len)

/* ---- What the spec speaks of ------------------------------------------------------------------------------------- */

/* By writer, each as harness/buffered_write.h has it for its one. */
static size_t hw_accepted[2] HW_GHOST;
static bool hw_misplaced[2] HW_GHOST;
static bool hw_first_was_bad[2] HW_GHOST;
static size_t hw_good_prefix[2] HW_GHOST;
static size_t hw_iter_left[2] HW_GHOST;

HW_OBSERVE(excused, hw_excused || hw_killed)
HW_OBSERVE(first_accepted, hw_accepted[0])
HW_OBSERVE(first_misplaced, hw_misplaced[0])
HW_OBSERVE(first_first_was_bad, hw_first_was_bad[0])
HW_OBSERVE(first_good_prefix, hw_good_prefix[0])
HW_OBSERVE(first_iter_left, hw_iter_left[0])
HW_OBSERVE(second_accepted, hw_accepted[1])
HW_OBSERVE(second_misplaced, hw_misplaced[1])
HW_OBSERVE(second_first_was_bad, hw_first_was_bad[1])
HW_OBSERVE(second_good_prefix, hw_good_prefix[1])
HW_OBSERVE(second_iter_left, hw_iter_left[1])

static inline void hw_see_next_byte(int w)
{
	if (hw_accepted[w] < hw_length(w) && hw_hopeless(hw_begin(w) + hw_accepted[w]))
		hw_first_was_bad[w] = true;
}

/* The bytes at low..high-1 are illegal. */
static inline void hw_shorten_good_prefix(int w, unsigned long low, unsigned long high)
{
	if (low < hw_begin(w) + hw_length(w) && hw_begin(w) < high)
		hw_good_prefix[w] = min(hw_good_prefix[w], low > hw_begin(w) ? low - hw_begin(w) : 0);
}

static inline void hw_page_became_bad(unsigned long page)
{
	hw_shorten_good_prefix(0, page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
	hw_shorten_good_prefix(1, page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
	hw_see_next_byte(0);
	hw_see_next_byte(1);
}

/* write_end took `bytes` bytes at `pos` from the writer that runs. */
static inline void hw_accept(loff_t pos, size_t bytes)
{
	int w = hw_index();

	for (size_t k = 0; k < bytes; k++) {
		if (hw_accepted[w] >= hw_length(w) || pos + (loff_t)k != hw_write[w].pos + (loff_t)hw_accepted[w] ||
		    hw_content[pos + k] != hw_from_user(hw_begin(w) + hw_accepted[w]))
			hw_misplaced[w] = true;
		hw_accepted[w]++;
	}
	hw_see_next_byte(w);
	if (bytes)
		hw_progress("bytes were written");
}

/* ---- Set-up and writers ------------------------------------------------------------------------------------------ */

static inline void hw_begin_user_page(unsigned long page)
{
	hw_begin_page(page);
	if (page >= HW_USER_PAGES)
		return;
	for (int w = 0; w < 2; w++)
		if (hw_user_page[page].good < PAGE_SIZE)
			hw_shorten_good_prefix(w, page * PAGE_SIZE + hw_user_page[page].good, (page + 1) * PAGE_SIZE);
	if (hw_user_page[page].folio)
		hw_assume(hw_page[page] == EVICT || hw_uptodate[hw_user_page[page].folio - 1]);
}

HW_INIT(world)
{
	_Static_assert(HW_USER_PAGES <= 6, "at most six user pages");
	for (int w = 0; w < 2; w++)
		hw_good_prefix[w] = hw_iter_left[w] = hw_length(w);
	hw_begin_user_page(0);
	hw_begin_user_page(1);
	hw_begin_user_page(2);
	hw_begin_user_page(3);
	hw_begin_user_page(4);
	hw_begin_user_page(5);
	hw_see_next_byte(0);
	hw_see_next_byte(1);
}

#define HW_HARNESS_two_writers(function) \
static inline ssize_t hw_call_write(struct kiocb *iocb, struct iov_iter *iter) \
{ \
	ssize_t result = function(iocb, iter); \
\
	hw_iter_left[hw_index()] = iov_iter_count(iter); \
	return result; \
} \
HW_THREADS(writer, 2) \
{ \
	struct kiocb iocb = { .ki_filp = &hw_file, .ki_pos = hw_write[hw_index()].pos }; \
	struct iov_iter iter; \
\
	iov_iter_init(&iter, ITER_SOURCE, &hw_write[hw_index()].segment, 1, hw_length(hw_index())); \
	if (hw_index() == 0) \
		HW_CALL(first_write, hw_call_write(&iocb, &iter)); \
	else \
		HW_CALL(second_write, hw_call_write(&iocb, &iter)); \
	hw_holds_nothing(); \
}

#endif /* HW_HARNESS_TWO_WRITERS_H */
