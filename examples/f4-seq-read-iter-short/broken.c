/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a sequence file: what the last call left in the buffer, then records as long as there is room for more.
 *
 * A copy that brings less than all is taken for a fault. But a pipe that is full is no fault, and what it took is not
 * counted: the call says -EFAULT, or less than was delivered, and keeps bytes that were delivered already.
 */
#include "surroundings.h"

static struct seq_file seq;

static ssize_t seq_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct seq_file *m = &seq;
	size_t size = iov_iter_count(iter), copied = 0, n;
	ssize_t err = 0;

	/* The rest of the last call comes before any record. */
	if (m->count) {
		n = min(m->count, size);
		if (copy_to_pipe(m->buf + m->from, n, iter) != n)
			goto efault;
		m->count -= n;
		m->from += n;
		size -= n;
		copied += n;
		if (!size)
			goto done;
	}

	m->from = 0;
	while (seq_has_record(m) && m->count < size)
		seq_show_and_next(m);
	n = min(m->count, size);
	if (copy_to_pipe(m->buf, n, iter) != n)
		goto efault;
	copied += n;
	m->count -= n;
	m->from = n;
done:
	if (!copied)
		return err;
	iocb->ki_pos += copied;
	return copied;
efault:
	err = -EFAULT;
	goto done;
}

HW_HARNESS(copy_out, splice_from_seq)
