/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A write that is tried without waiting, and once more with waiting where the lower layer says -EAGAIN. The state of
 * the iterator is saved before each attempt and restored after it, whatever the lower layer did to it; then it is
 * advanced by what was written.
 */
#include "surroundings.h"

static ssize_t io_style_write(struct kiocb *kiocb, struct iov_iter *iter)
{
	ssize_t done = 0, ret = 0;

	kiocb->ki_flags |= IOCB_NOWAIT;
	while (iov_iter_count(iter)) {
		struct iov_iter_state state;

		iov_iter_save_state(iter, &state);
		ret = lower_write_iter(kiocb, iter);
		iov_iter_restore(iter, &state);
		if (ret == -EAGAIN) {
			kiocb->ki_flags &= ~IOCB_NOWAIT;
			continue;
		}
		if (ret <= 0)
			break;
		iov_iter_advance(iter, ret);
		kiocb->ki_pos += ret;
		done += ret;
	}
	return done ? done : ret;
}

HW_HARNESS(buffered_write, io_style_write)
