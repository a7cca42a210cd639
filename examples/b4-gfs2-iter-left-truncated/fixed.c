/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A buffered write that cuts its iterator down to what could be faulted in, since the loop below it wants all or
 * nothing. On every way out it gives the caller the count of what was not written.
 */
#include "surroundings.h"

/* Runs under the glock with faults disabled; it writes all of what it is given or gives up. */
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
		if (fault_in_iov_iter_readable(i, bytes)) {
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
	size_t orig_count = iov_iter_count(from);
	size_t written = 0, window, leftover;
	struct gfs2_holder gh;
	ssize_t ret;

	gfs2_holder_init(&hw_inode_glock, LM_ST_EXCLUSIVE, 0, &gh);
retry:
	ret = gfs2_glock_nq_or_fail(&gh);
	if (ret)
		goto out_uninit;

	pagefault_disable();
	ret = write_under_glock(iocb, from);
	pagefault_enable();
	gfs2_glock_dq(&gh);
	if (ret > 0) {
		iocb->ki_pos += ret;
		written += ret;
	}

	/* What was cut off is still to be written. */
	from->count = orig_count - written;
	if (from->count && (ret > 0 || ret == -EFAULT)) {
		window = min(from->count, ret > 0 ? SZ_1M : PAGE_SIZE - offset_in_page(iocb->ki_pos));
		leftover = fault_in_iov_iter_readable(from, window);
		if (leftover != window) {
			/* Only what is there, since the inner loop wants all of what it gets. */
			from->count = min(from->count, window - leftover);
			goto retry;
		}
		ret = -EFAULT;
	}
out_uninit:
	gfs2_holder_uninit(&gh);
	from->count = orig_count - written;
	return written ? written : ret;
}

HW_HARNESS(buffered_write, gfs2_style_write)
