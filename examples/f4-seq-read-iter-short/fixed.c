/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a sequence file: what the last call left in the buffer, then records as long as there is room for more.
 *
 * A copy may bring less than all, for whatever reason: it counts for what it brought, and the rest stays in the buffer
 * for the next call. Only if nothing could be delivered is there an error.
 */
#include "surroundings.h"

static struct seq_file seq;

static ssize_t seq_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct seq_file *m = &seq;
	size_t copied = 0, n;

	/* The rest of the last call comes before any record. */
	if (m->count) {
		n = copy_to_pipe(m->buf + m->from, m->count, iter);
		m->count -= n;
		m->from += n;
		copied += n;
		if (m->count)
			goto done;
	}

	m->from = 0;
	while (seq_has_record(m) && m->count < iov_iter_count(iter))
		seq_show_and_next(m);
	n = copy_to_pipe(m->buf, m->count, iter);
	copied += n;
	m->count -= n;
	m->from = n;
done:
	if (!copied)
		return m->count ? -EFAULT : 0;
	iocb->ki_pos += copied;
	return copied;
}

HW_HARNESS(copy_out, splice_from_seq)
