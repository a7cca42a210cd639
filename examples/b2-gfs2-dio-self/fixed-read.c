/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A direct read holds the inode glock, deferred, only while no fault can happen: nofault keeps the pinning of pages
 * from faulting, pagefault_disable the stores of zeroes to where a hole is read. What could not be reached is faulted
 * in without the glock, and the read goes on where it was.
 */
#include "read.h"

HW_SPEC("direct_io_choices");

/*
 * How much gfs2 faults in before it tries again: much at first, and whenever the last try brought something forward;
 * a page, up to where a page of the file ends, where it did not.
 */
static inline bool should_fault_in_pages(struct iov_iter *i, struct kiocb *iocb, size_t *prev_count,
					 size_t *window_size)
{
	size_t count = iov_iter_count(i);

	if (!count)
		return false;
	*window_size = (*prev_count != count ? SZ_1M : PAGE_SIZE) - offset_in_page(iocb->ki_pos);
	*prev_count = count;
	return true;
}

static ssize_t gfs2_style_direct_read(struct kiocb *iocb, struct iov_iter *to)
{
	struct gfs2_holder gh;
	size_t prev_count = 0, window_size = 0, read = 0;
	ssize_t ret;

	if (!iov_iter_count(to))
		return 0;

	gfs2_holder_init(&hw_inode_glock, LM_ST_DEFERRED, 0, &gh);
retry:
	ret = gfs2_glock_nq(&gh);
	if (ret)
		goto out_uninit;
	pagefault_disable();
	to->nofault = true;
	ret = iomap_dio_rw(iocb, to, &gfs2_iomap_ops, NULL, IOMAP_DIO_PARTIAL, NULL, read);
	to->nofault = false;
	pagefault_enable();
	if (ret <= 0 && ret != -EFAULT)
		goto out_unlock;
	if (ret > 0)
		read = ret;  /* not +=: what was read before is in it */

	if (should_fault_in_pages(to, iocb, &prev_count, &window_size)) {
		gfs2_glock_dq(&gh);
		window_size -= fault_in_iov_iter_writeable(to, window_size);
		if (window_size)
			goto retry;
	}
out_unlock:
	if (gfs2_holder_queued(&gh))
		gfs2_glock_dq(&gh);
out_uninit:
	gfs2_holder_uninit(&gh);
	return ret < 0 ? ret : (ssize_t)read;
}

HW_HARNESS(direct_read, gfs2_style_direct_read)
