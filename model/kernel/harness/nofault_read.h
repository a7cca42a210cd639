/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The direct_io harness with a read loop in it, for models of what iomap_dio_rw is made of: as gfs2 reads, without its
 * lock (gfs2_file_direct_read, fs/gfs2/file.c, 5.16). Faults are kept out, and what they would have brought in is
 * faulted in between two tries.
 */
#ifndef HW_HARNESS_NOFAULT_READ_H
#define HW_HARNESS_NOFAULT_READ_H

#include <harness/direct_io.h>

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

#endif
