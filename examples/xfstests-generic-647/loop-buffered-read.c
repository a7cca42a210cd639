/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page of data is read through the page cache, into the mapping of the hole. The folio is brought up to date and
 * copied from under the inode glock, shared, with page faults disabled: a store to the mapping wants that glock for
 * itself. What could not be copied is faulted in without it.
 */
#include "file.h"
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 2)
#define HW_IO_POS 2

#include <harness/direct_io.h>

/* Its content comes from the disk. What that takes is no subject here: the caller has the glock for it. */
static void bring_up_to_date(struct folio *folio)
{
	folio_lock(folio);
	hw_uptodate[hw_folio_number(folio)] = true;
	folio_unlock(folio);
}

/* A count of what was copied, or an error where that is nothing. */
static ssize_t read_folios(struct kiocb *iocb, struct iov_iter *to)
{
	loff_t size = i_size_read(file_inode(iocb->ki_filp));
	ssize_t read = 0;

	while (iov_iter_count(to) && iocb->ki_pos < size) {
		struct folio *folio = &hw_folio[iocb->ki_pos / PAGE_SIZE];
		size_t offset = offset_in_folio(folio, iocb->ki_pos);
		size_t bytes = min(min(iov_iter_count(to), folio_size(folio) - offset), (size_t)(size - iocb->ki_pos));
		size_t copied;

		if (!folio_test_uptodate(folio))
			bring_up_to_date(folio);
		copied = copy_folio_to_iter(folio, offset, bytes, to);
		iocb->ki_pos += copied;
		read += copied;
		if (copied < bytes)
			return read ? read : -EFAULT;
	}
	return read;
}

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

static ssize_t gfs2_style_read(struct kiocb *iocb, struct iov_iter *to)
{
	struct gfs2_holder gh;
	size_t prev_count = 0, window_size = 0;
	ssize_t read = 0, ret;

	gfs2_holder_init(&hw_inode_glock, LM_ST_SHARED, 0, &gh);
retry:
	ret = gfs2_glock_nq(&gh);
	if (ret)
		goto out_uninit;
	pagefault_disable();
	ret = read_folios(iocb, to);
	pagefault_enable();
	if (ret <= 0 && ret != -EFAULT)
		goto out_unlock;
	if (ret > 0)
		read += ret;

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
	return read ? read : ret;
}

HW_HARNESS(direct_read, gfs2_style_read)
