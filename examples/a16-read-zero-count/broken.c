/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A buffered read that looks up several pages at once. Where none is cached it makes one; where somebody else was
 * quicker (-EEXIST) it looks again.
 *
 * An empty request at the beginning of a page is one for no pages. None are found, and the page can't be made, for it
 * is there: the loop looks again, for no pages again.
 */
#include "surroundings.h"

#define MOST_PAGES 2u

static int get_pages(struct kiocb *iocb, struct iov_iter *iter, struct page **pages)
{
	struct address_space *mapping = iocb->ki_filp->f_mapping;
	pgoff_t index = iocb->ki_pos >> PAGE_SHIFT;
	pgoff_t last_index = (iocb->ki_pos + iov_iter_count(iter) + PAGE_SIZE - 1) >> PAGE_SHIFT;
	unsigned int nr = min((unsigned int)(last_index - index), MOST_PAGES), found;

find_page:
	if (fatal_signal_pending(current))
		return -EINTR;
	found = find_get_pages_contig(mapping, index, nr, pages);
	if (!found) {
		int error = read_no_cached_page(mapping, index, pages);

		if (error == -EEXIST)
			goto find_page;
		return error ? error : 1;
	}
	for (unsigned int k = 0; k < found; k++)
		if (!PageUptodate(pages[k]))
			read_page(pages[k]);
	return found;
}

static ssize_t batched_read(struct kiocb *iocb, struct iov_iter *iter)
{
	loff_t isize = i_size_read(file_inode(iocb->ki_filp));
	struct page *pages[MOST_PAGES];
	ssize_t already = 0;
	int error = 0;

	do {
		int nr = get_pages(iocb, iter, pages);

		if (nr < 0) {
			error = nr;
			break;
		}
		for (int k = 0; k < nr && iocb->ki_pos < isize && !error; k++) {
			size_t offset = offset_in_page(iocb->ki_pos);
			size_t left = min((size_t)(isize - iocb->ki_pos), iov_iter_count(iter));
			size_t bytes = min(left, PAGE_SIZE - offset);
			size_t copied = copy_page_to_iter(pages[k], offset, bytes, iter);

			already += copied;
			iocb->ki_pos += copied;
			if (copied < bytes)
				error = -EFAULT;
		}
	} while (iov_iter_count(iter) && iocb->ki_pos < isize && !error);

	return already ? already : error;
}

HW_HARNESS(buffered_read, batched_read)
