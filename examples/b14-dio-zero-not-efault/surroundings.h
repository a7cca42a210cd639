/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hole and data are read, the hole across the border of two pages, of which any may be missing at first. A store of
 * several bytes may stop early.
 */
#define HW_PAGES HW_GOOD, HW_GOOD
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 3)
#define HW_EXTENTS HW_HOLE(2), HW_DATA(2)
#define HW_SHORT_COPY 1
#define HW_OWN_IOMAP_DIO_HOLE_ITER

#include <harness/direct_io.h>

/* As gfs2 reads: with faults kept out, and what they would have brought in faulted in between two tries. */
static ssize_t nofault_read(struct kiocb *iocb, struct iov_iter *to)
{
	size_t read = 0, window;
	ssize_t ret;

	do {
		pagefault_disable();
		to->nofault = true;
		ret = iomap_dio_rw(iocb, to, &hw_iomap_ops, NULL, IOMAP_DIO_PARTIAL, NULL, read);
		to->nofault = false;
		pagefault_enable();
		if (ret <= 0 && ret != -EFAULT)
			break;
		if (ret > 0)
			read = ret;
		window = iov_iter_count(to);
	} while (window && fault_in_iov_iter_writeable(to, window) != window);
	return ret < 0 ? ret : (ssize_t)read;
}

HW_HARNESS(direct_read, nofault_read)
