/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A write that faults in as much as it may need, once, and copies page after page: it probes no page twice, and one
 * that fails leaves nothing behind. What it does on four pages is told by the events of the environment.
 */
#define HW_PAGES HW_GOOD, HW_GOOD, HW_GOOD, HW_GOOD
#define HW_FOLIOS 4
#define HW_BEGIN_UPTODATE 1
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 8)

#include <harness/buffered_write.h>

HW_SPEC("probes");
HW_SPEC("residue");

#include "write_by_pages.h"

static ssize_t probes_ahead(struct kiocb *iocb, struct iov_iter *i)
{
	ssize_t written = 0;

	while (iov_iter_count(i)) {
		long status = write_page(iocb, i);

		if (status < 0)
			return written ? written : status;
		written += status;
		if (!status && fault_in_iov_iter_readable(i, PAGE_SIZE) == PAGE_SIZE)
			return written ? written : -EFAULT;
	}
	return written;
}

HW_HARNESS(buffered_write, probes_ahead)
