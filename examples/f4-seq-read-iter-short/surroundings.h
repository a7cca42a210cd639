/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file of two records of two bytes, spliced into a pipe: so many bytes at a time as chosen. The pipe has room for as
 * many as chosen when the call begins, at least one, and is emptied between the calls; that it is full makes a copy
 * short, and no byte of it is bad. The iterator only counts, what is in the pipe is in pipe_bytes.
 */
#define HW_PAGES HW_RESIDENT, HW_RESIDENT, HW_RESIDENT, HW_RESIDENT
#define HW_RECLAIM 0
#define HW_OUTPUT 31, 32, 33, 34
#define HW_BUFFER_FIRST 0
#define HW_BUFFER_LAST 0
#define HW_BUFFER_SIZE 8
#define HW_CALLS 5
#define HW_DUE(good, left) min(min(good, left), (size_t)1)
#define HW_LANDED(k) pipe_bytes[k]

#include <linux/types.h>

/* All bytes that went through the pipe, as tags; it takes no more than so many. */
#define PIPE_BYTES 8
static unsigned short pipe_bytes[PIPE_BYTES];

#include <harness/copy_out.h>

static size_t pipe_room, pipe_passed;

/* copy_to_iter, lib/iov_iter.c, 5.10, for a pipe (copy_pipe_to_iter): what fits is taken, the iterator moves by it. */
static inline size_t copy_to_pipe(const unsigned char *from, size_t bytes, struct iov_iter *i)
{
	size_t copied = 0;

	while (copied < bytes && copied < iov_iter_count(i) && pipe_room && pipe_passed < PIPE_BYTES) {
		pipe_bytes[pipe_passed++] = hw_tag_of(from[copied]);
		pipe_room--;
		copied++;
	}
	iov_iter_advance(i, copied);
	hw_see_output();
	hw_note("the pipe takes %lu of %lu bytes", copied, bytes);
	return copied;
}

/* ---- A sequence file, include/linux/seq_file.h, 5.10, of records that all fit ------------------------------ */

#define RECORDS 2
#define RECORD_BYTES 2
#define SEQ_SIZE (RECORDS * RECORD_BYTES)

struct seq_file {
	unsigned char buf[SEQ_SIZE];
	size_t from;          /* the first byte in buf that is still to be delivered */
	size_t count;         /* and how many there are */
	unsigned int index;   /* the next record */
};

static inline bool seq_has_record(const struct seq_file *m)
{
	return m->index < RECORDS;
}

/* ->show and ->next: a record is appended to what is in the buffer. */
static inline void seq_show_and_next(struct seq_file *m)
{
	hw_require("contract", m->count + RECORD_BYTES <= SEQ_SIZE, "a record that does not fit");
	for (unsigned int k = 0; k < RECORD_BYTES; k++)
		m->buf[m->count++] = hw_output[m->index * RECORD_BYTES + k];
	m->index++;
}

static ssize_t seq_read_iter(struct kiocb *iocb, struct iov_iter *iter);

/*
 * generic_file_splice_read, fs/splice.c, 5.10: one read of the file into the pipe, whose reader has taken everything.
 * How much fits, and how much is asked for, are plain choices.
 */
static inline ssize_t splice_from_seq(struct kiocb *iocb, struct iov_iter *iter)
{
	size_t left = iov_iter_count(iter), asked;
	ssize_t result;

	pipe_room = hw_choose(1, 3);
	iov_iter_truncate(iter, hw_choose(1, HW_OUTPUT_BYTES));
	asked = iov_iter_count(iter);
	result = seq_read_iter(iocb, iter);
	iov_iter_reexpand(iter, left - (asked - iov_iter_count(iter)));
	return result;
}
