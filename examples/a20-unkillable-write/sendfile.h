/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A long sendfile that moves one byte at a time: each is a write of its own, and what counts of it is how much it wrote.
 * Six bytes of memory, all of it there, to three pages of the file, to a process that may be killed meanwhile. Linux
 * 4.3.
 */
#define HW_LINUX_VERSION KERNEL_VERSION(4, 3, 0)
#define HW_PAGES HW_RESIDENT, HW_RESIDENT, HW_RESIDENT
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 6)
#define HW_FOLIOS 3
#define HW_RECLAIM 0
#define HW_KILL 1

#include <harness/buffered_write.h>

static ssize_t generic_perform_write(struct kiocb *iocb, struct iov_iter *i);

/* splice_direct_to_actor, fs/splice.c, 4.3: goes on as long as the file takes something. */
static ssize_t send_byte_by_byte(struct kiocb *iocb, struct iov_iter *i)
{
	ssize_t sent = 0, ret = 0;

	while (iov_iter_count(i)) {
		size_t left = iov_iter_count(i) - 1;

		iov_iter_truncate(i, 1);
		ret = generic_perform_write(iocb, i);
		iov_iter_reexpand(i, iov_iter_count(i) + left);
		if (ret <= 0)
			break;
		sent += ret;
	}
	return sent ? sent : ret;
}

HW_HARNESS(buffered_write, send_byte_by_byte)
