/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A buffered read under the inode glock, shared, with page faults disabled. Where the copy gets stuck the glock is
 * dropped, a window of the destination is faulted in for stores, and the read goes on. What one try read is no part of
 * what the next one reads.
 */
#include "read.h"

/* How much to fault in: much if the last try brought something forward, a page where it did not. */
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

static ssize_t gfs2_file_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct gfs2_holder gh;
	size_t prev_count = 0, window_size = 0;
	ssize_t written = 0, ret;

	gfs2_holder_init(&hw_inode_glock, LM_ST_SHARED, 0, &gh);
retry:
	ret = gfs2_glock_nq(&gh);
	if (ret)
		goto out_uninit;
	pagefault_disable();
	ret = generic_file_read_iter(iocb, to);
	pagefault_enable();
	if (ret <= 0 && ret != -EFAULT)
		goto out_unlock;
	if (ret > 0)
		written += ret;

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
	return written ? written : ret;
}

HW_HARNESS(buffered_read, gfs2_file_read_iter)
