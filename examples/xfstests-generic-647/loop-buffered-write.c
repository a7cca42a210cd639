/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hole is written through the page cache, from the mapping of the page of data, by the loop of B3.
 */
#include "file.h"
#define HW_SEGMENTS(SEGMENT) SEGMENT(2, 2)

#include <harness/buffered_write.h>

/* Runs under the glock, where faults are disabled: what it calls fault-in can only ask what is resident. */
static ssize_t write_under_glock(struct kiocb *iocb, struct iov_iter *i)
{
	struct file *file = iocb->ki_filp;
	struct address_space *mapping = file->f_mapping;
	loff_t pos = iocb->ki_pos;
	ssize_t written = 0;
	long status = 0;

	while (iov_iter_count(i)) {
		size_t bytes = min(iov_iter_count(i), PAGE_SIZE - offset_in_page(pos));
		struct folio *folio;
		void *fsdata = NULL;
		size_t copied;

again:
		if (fault_in_iov_iter_readable(i, bytes) == bytes) {
			status = -EFAULT;
			break;
		}

		status = mapping->a_ops->write_begin(file, mapping, pos, bytes, &folio, &fsdata);
		if (status < 0)
			break;
		copied = copy_folio_from_iter_atomic(folio, offset_in_folio(folio, pos), bytes, i);
		status = mapping->a_ops->write_end(file, mapping, pos, bytes, copied, folio, fsdata);
		if (status < (long)copied)
			iov_iter_revert(i, copied - max(status, 0L));
		if (status < 0)
			break;
		if (status == 0) {
			if (copied)
				bytes = copied;
			goto again;
		}
		pos += status;
		written += status;
	}
	return written ? written : status;
}

static ssize_t gfs2_style_write(struct kiocb *iocb, struct iov_iter *from)
{
	struct gfs2_holder gh;
	size_t window = SZ_1M;  /* large at first, and a page where that brought nothing forward */
	ssize_t written = 0, result;

	gfs2_holder_init(&hw_inode_glock, LM_ST_EXCLUSIVE, 0, &gh);
retry:
	window = min(window, iov_iter_count(from));
	if (fault_in_iov_iter_readable(from, window) == window) {
		result = -EFAULT;
		goto out;
	}

	gfs2_glock_nq(&gh);
	pagefault_disable();
	result = write_under_glock(iocb, from);
	pagefault_enable();
	gfs2_glock_dq(&gh);

	window = PAGE_SIZE - offset_in_page(iocb->ki_pos);
	if (result > 0) {
		iocb->ki_pos += result;
		written += result;
		window = SZ_1M;
	}
	if (iov_iter_count(from) && (result > 0 || result == -EFAULT))
		goto retry;
out:
	gfs2_holder_uninit(&gh);
	return written ? written : result;
}

HW_HARNESS(buffered_write, gfs2_style_write)
