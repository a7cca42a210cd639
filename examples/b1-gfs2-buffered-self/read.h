/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A read of two or three bytes, on gfs2, to memory that maps the same file, then to memory of the process, at last to a
 * byte that can't be stored to. Each folio is up to date at the start or not; reclaim is at work. Linux 5.16.
 */
#define HW_PAGES HW_FILE(1), HW_GOOD, HW_READ_ONLY
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 2) SEGMENT(4, 1)
#define HW_FILE_SIZE 3
#define HW_READ_COUNT_FROM 2
#define HW_GFS2 1

#include <harness/buffered_read.h>

/* Its content comes from the disk; what that takes is no subject here, for the caller has the glock. */
static inline void bring_up_to_date(struct folio *folio)
{
	folio_lock(folio);
	if (!folio_test_uptodate(folio))
		hw_read_in(folio);
	folio_unlock(folio);
}

/*
 * filemap_read, mm/filemap.c, 5.16: folio by folio, by copies that fault or don't, as its caller wants. How much was
 * copied, or -EFAULT where that is nothing.
 */
static ssize_t generic_file_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	loff_t size = i_size_read(file_inode(iocb->ki_filp));
	ssize_t already_read = 0;

	while (iov_iter_count(to) && iocb->ki_pos < size) {
		struct folio *folio = &hw_folio[iocb->ki_pos / PAGE_SIZE];
		size_t offset = offset_in_folio(folio, iocb->ki_pos);
		size_t bytes = min(min(iov_iter_count(to), folio_size(folio) - offset), (size_t)(size - iocb->ki_pos));
		size_t copied;

		if (!folio_test_uptodate(folio))
			bring_up_to_date(folio);
		copied = copy_folio_to_iter(folio, offset, bytes, to);
		iocb->ki_pos += copied;
		already_read += copied;
		if (copied < bytes)
			return already_read ? already_read : -EFAULT;
	}
	return already_read;
}
