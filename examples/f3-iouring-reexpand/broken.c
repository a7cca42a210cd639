/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A write that is tried without waiting, and once more with waiting where the lower layer says -EAGAIN. What the lower
 * layer consumed before it said so is taken back.
 *
 * How much that is, is computed from the count, which the lower layer has also cut down: more is taken back than was
 * consumed, and the iterator goes back to bytes that are written already, or before its own beginning.
 */
#include "surroundings.h"

static ssize_t io_style_write(struct kiocb *kiocb, struct iov_iter *iter)
{
	ssize_t done = 0, ret = 0;

	kiocb->ki_flags |= IOCB_NOWAIT;
	while (iov_iter_count(iter)) {
		size_t io_size = iov_iter_count(iter);

		ret = lower_write_iter(kiocb, iter);
		if (ret == -EAGAIN) {
			iov_iter_revert(iter, io_size - iov_iter_count(iter));
			kiocb->ki_flags &= ~IOCB_NOWAIT;
			continue;
		}
		if (ret <= 0)
			break;
		iov_iter_reexpand(iter, io_size - ret);
		kiocb->ki_pos += ret;
		done += ret;
	}
	return done ? done : ret;
}

HW_HARNESS(buffered_write, io_style_write)
