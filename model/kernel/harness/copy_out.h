/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call that delivers output to user memory, amid the adversaries that were asked for:
 *
 *	ssize_t my_read(struct kiocb *iocb, struct iov_iter *to) { … }
 *	HW_HARNESS(copy_out, my_read)
 *
 * It returns how many bytes it delivered, and has the iterator stand behind them. An ioctl that counts units is put
 * into such a function by its model. It must meet specs/copy_out.spec. What a model may define before it includes this
 * file, besides hw/surroundings.h:
 *
 *	HW_OUTPUT              the output, at most eight bytes, none of them 0, all of them different
 *	HW_UNIT                so many bytes are delivered together or not at all (1)
 *	HW_BUFFER_FIRST, HW_BUFFER_LAST, HW_BUFFER_SIZE
 *	                       the addresses where the buffer may begin (1, 1), and its size (4)
 *	HW_CALLS               how often the call is made, until it delivers nothing (1)
 *	HW_DUE(good, left)     how many bytes a call owes, when the first `good` bytes of the buffer that
 *	                       is left are legal all the time and the output has `left` bytes more (all that fit)
 *	HW_LANDED(k)           the tag of byte number k where it was delivered, if that is not the buffer
 *
 * and --set buffer_at chooses among the addresses.
 *
 * As it stands: four bytes of output to one byte of a good page, two bytes of another, and one of a bad page.
 */
#ifndef HW_HARNESS_COPY_OUT_H
#define HW_HARNESS_COPY_OUT_H

#include <headway.h>

HW_CITES("Linux 6.14");
HW_APPROXIMATES("no per-VMA locks");
HW_SPEC("copy_out");

#ifndef HW_OUTPUT
#define HW_OUTPUT 11, 12, 13, 14
#endif
#ifndef HW_UNIT
#define HW_UNIT 1
#endif
#ifndef HW_BUFFER_FIRST
#define HW_BUFFER_FIRST 1
#define HW_BUFFER_LAST 1
#endif
#ifndef HW_BUFFER_SIZE
#define HW_BUFFER_SIZE 4
#endif
#ifndef HW_CALLS
#define HW_CALLS 1
#endif
#ifndef HW_DUE
#define HW_DUE(good, left) min(good, left)
#endif

HW_PARAM(unsigned long, buffer_at, HW_BUFFER_FIRST, HW_BUFFER_LAST, 0x7fffffffffff);

#define HW_RANGE_START buffer_at
#define HW_RANGE_SIZE HW_BUFFER_SIZE
#define HW_RANGE_STORES 1

static inline void hw_see_output(void);
#define HW_ON_DELIVERY() hw_see_output()

#include <harness/user_range.h>
#include <linux/fs.h>
#include <linux/pagemap.h>

#ifndef HW_LANDED
#define HW_LANDED(k) hw_user_content[HW_RANGE_START + (k)]
#endif

static const unsigned char hw_output[] = { HW_OUTPUT };
#define HW_OUTPUT_BYTES sizeof(hw_output)

/* What earlier calls said they delivered, and what was there at some moment, in whole units. */
static size_t hw_reported HW_GHOST;
static size_t hw_delivered HW_GHOST;
/* So far the last call moved its iterator. */
static size_t hw_moved HW_GHOST;

/* So many bytes of output are there now, in order, from the first one on. */
static inline size_t hw_output_now(void)
{
	for (size_t k = 0; k < HW_OUTPUT_BYTES; k++) {
		if (HW_LANDED(k) != hw_tag_of(hw_output[k]))
			return k;
	}
	return HW_OUTPUT_BYTES;
}

static inline void hw_see_output(void)
{
	hw_atomic {
		size_t now = 0;

		for (size_t k = 0; k < HW_OUTPUT_BYTES; k++) {
			if (now == k && HW_LANDED(k) == hw_tag_of(hw_output[k]))
				now = k + 1;
		}
		now -= now % HW_UNIT;
		if (now > hw_delivered)
			hw_delivered = now;
	}
}

/* User memory before or behind the buffer was stored to. */
static inline bool hw_strayed(void)
{
	for (unsigned long address = 0; address < HW_USER_PAGES * HW_PAGE_GRANULES; address++) {
		if ((address < buffer_at || address >= buffer_at + HW_BUFFER_SIZE) &&
		    hw_user_content[address] != HW_STALE)
			return true;
	}
	return false;
}

static inline size_t hw_due(void)
{
	size_t good = hw_good_prefix > hw_reported ? hw_good_prefix - hw_reported : 0;

	return HW_DUE(good, HW_OUTPUT_BYTES - hw_reported);
}

HW_OBSERVE(reported, hw_reported)
HW_OBSERVE(there, hw_output_now())
HW_OBSERVE(delivered, hw_delivered)
HW_OBSERVE(strayed, hw_strayed())
HW_OBSERVE(moved, hw_moved)
HW_OBSERVE(due, hw_due())
HW_OBSERVE(all_good, hw_good_prefix == HW_RANGE_SIZE)
HW_OBSERVE(excused, hw_excused || hw_killed)

HW_INIT(world)
{
	_Static_assert(HW_OUTPUT_BYTES <= 8, "at most eight bytes of output");
	hw_begin_range();
}

#define HW_HARNESS_copy_out(function) \
static inline ssize_t hw_call_copy_out(struct kiocb *iocb, struct iov_iter *to) \
{ \
	size_t left = iov_iter_count(to); \
	ssize_t result = function(iocb, to); \
\
	hw_moved = left - iov_iter_count(to); \
	return result; \
} \
HW_THREAD(reader) \
{ \
	struct iovec buffer = { (void __user *)buffer_at, HW_BUFFER_SIZE }; \
	struct kiocb iocb = { .ki_pos = 0 }; \
	struct iov_iter to; \
	ssize_t result; \
	int call = 0; \
\
	iov_iter_init(&to, ITER_DEST, &buffer, 1, HW_BUFFER_SIZE); \
	do { \
		result = HW_CALL(copy_out, hw_call_copy_out(&iocb, &to)); \
		hw_range_call_holds_nothing(); \
		if (result > 0) \
			hw_reported += result; \
		call++; \
	} while (result > 0 && call < HW_CALLS); \
}

#endif /* HW_HARNESS_COPY_OUT_H */
