/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hole is written with O_DIRECT from the mapping of the page of data, by the loop of B2. A direct write of gfs2
 * does not allocate: all of it ends up in the buffered write.
 */
#include "file.h"
#define HW_SEGMENTS(SEGMENT) SEGMENT(2, 2)
#define HW_IO_POS 0

#include <harness/direct_io.h>

#define gfs2_iomap_ops hw_iomap_ops
#define gfs2_file_buffered_write hw_write_through_cache

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

static ssize_t gfs2_style_direct_write(struct kiocb *iocb, struct iov_iter *from)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	struct gfs2_holder gh;
	size_t prev_count = 0, window_size = 0, written = 0;
	bool enough_retries;
	ssize_t ret;

	gfs2_holder_init(&hw_inode_glock, LM_ST_DEFERRED, 0, &gh);
retry:
	ret = gfs2_glock_nq(&gh);
	if (ret)
		goto out_uninit;
	/* What lies behind the end of the file is for the buffered write. */
	if (iocb->ki_pos + (loff_t)iov_iter_count(from) > i_size_read(inode))
		goto out_unlock;

	from->nofault = true;
	ret = iomap_dio_rw(iocb, from, &gfs2_iomap_ops, NULL, IOMAP_DIO_PARTIAL, NULL, written);
	from->nofault = false;
	if (ret <= 0) {
		if (ret == -ENOTBLK)
			ret = 0;
		if (ret != -EFAULT)
			goto out_unlock;
	}
	if (ret > 0)
		written = ret;  /* not +=: what was written before is in it */

	enough_retries = prev_count == iov_iter_count(from) && window_size <= PAGE_SIZE;
	if (should_fault_in_pages(from, iocb, &prev_count, &window_size)) {
		gfs2_glock_dq(&gh);
		window_size -= fault_in_iov_iter_readable(from, window_size);
		if (window_size) {
			if (!enough_retries)
				goto retry;
			ret = 0;
		}
	}
out_unlock:
	if (gfs2_holder_queued(&gh))
		gfs2_glock_dq(&gh);
out_uninit:
	gfs2_holder_uninit(&gh);
	return ret < 0 ? ret : (ssize_t)written;
}

/* What direct I/O leaves is written through the page cache; an error there counts only where nothing was written. */
static ssize_t gfs2_style_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	ssize_t ret = gfs2_style_direct_write(iocb, from), buffered;

	if (ret < 0 || !iov_iter_count(from))
		return ret;
	buffered = gfs2_file_buffered_write(iocb, from);
	if (buffered <= 0)
		return ret ? ret : buffered;
	return ret + buffered;
}

HW_HARNESS(direct_write, gfs2_style_write_iter)
