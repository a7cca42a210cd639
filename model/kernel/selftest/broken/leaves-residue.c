/* SPDX-License-Identifier: Apache-2.0 */
/* A write that moves the file position before it knows whether anything will be written, and does not take it back. */
#define HW_PAGES HW_GOOD, HW_BAD
#define HW_FOLIOS 2
#define HW_BEGIN_UPTODATE 1
#define HW_SEGMENTS(SEGMENT) SEGMENT(2, 2)

#include <harness/buffered_write.h>

HW_SPEC("residue");

#include "../write_by_pages.h"

static ssize_t moves_first(struct kiocb *iocb, struct iov_iter *i)
{
	struct kiocb step = *iocb;
	long status;

	iocb->ki_pos += iov_iter_count(i);
	do {
		status = write_page(&step, i);
	} while (!status && fault_in_iov_iter_readable(i, PAGE_SIZE) < PAGE_SIZE);
	return status ? status : -EFAULT;
}

HW_HARNESS(buffered_write, moves_first)
