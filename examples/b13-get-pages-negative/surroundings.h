/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A read into memory that begins inside a page; any page may be missing at first. Where nothing can be pinned,
 * get_user_pages_fast says 0.
 */
#define HW_PAGES HW_GOOD, HW_GOOD
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 3)
#define HW_NOTHING_PINNED 0
#define HW_OWN_IOV_ITER_GET_PAGES

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
