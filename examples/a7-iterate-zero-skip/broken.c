/* SPDX-License-Identifier: Apache-2.0 */
/*
 * readv on a file that knows only ->read: it is called for one segment after the other, and the iterator is advanced
 * by what each call read.
 *
 * Advancing by nothing is cut short: there is nothing to do. But an empty segment is left only by advancing; the loop
 * reads nothing into it, advances by nothing, and finds it again.
 */
#include "surroundings.h"

static void advance(struct iov_iter *i, size_t size)
{
	if (!size)
		return;
	i->count -= size;
	size += i->iov_offset;
	while (i->nr_segs && size >= iter_iov(i)->iov_len) {
		size -= iter_iov(i)->iov_len;
		i->__iov++;
		i->nr_segs--;
	}
	i->iov_offset = size;
}

static ssize_t loop_readv(struct kiocb *iocb, struct iov_iter *iter)
{
	ssize_t ret = 0;

	while (iov_iter_count(iter)) {
		size_t len = iter_iov_len(iter);
		ssize_t nr = proc_read(iocb->ki_filp, iter_iov_addr(iter), len, &iocb->ki_pos);

		if (nr < 0) {
			if (!ret)
				ret = nr;
			break;
		}
		ret += nr;
		advance(iter, nr);
		if ((size_t)nr != len)
			break;
	}
	return ret;
}

HW_HARNESS(buffered_read, loop_readv)
