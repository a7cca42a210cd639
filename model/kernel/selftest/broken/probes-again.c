/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A write that faults in all that is left before each page, though it can only use one page: a number of probes that
 * grows with the square of the request.
 */
#define HW_PAGES HW_GOOD, HW_GOOD, HW_GOOD, HW_GOOD
#define HW_FOLIOS 4
#define HW_BEGIN_UPTODATE 1
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 8)

#include <harness/buffered_write.h>

HW_SPEC("probes");
HW_SPEC("residue");

#include "../write_by_pages.h"

static ssize_t probes_everything(struct kiocb *iocb, struct iov_iter *i)
{
	ssize_t written = 0;

	while (iov_iter_count(i)) {
		long status = -EFAULT;

		if (fault_in_iov_iter_readable(i, iov_iter_count(i)) < iov_iter_count(i))
			status = write_page(iocb, i);
		if (status < 0)
			return written ? written : status;
		written += status;
	}
	return written;
}

HW_HARNESS(buffered_write, probes_everything)
