/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A vectored write of 2006: it faults in what it is going to copy, locks the page of the file, and copies with page
 * faults enabled, from as many segments as the page has room for.
 *
 * But it faults in the first of these segments only. If a later one is a mapping of the page that is written, and
 * is not mapped yet, the fault waits for the lock that the write itself holds.
 */
#include "surroundings.h"

/* Goes on by this many bytes, over segments that are exhausted by it. */
static void set_next_iovec(const struct iovec **iov, size_t *base, size_t bytes)
{
	while (bytes) {
		size_t step = min(bytes, (*iov)->iov_len - *base);

		bytes -= step;
		*base += step;
		if (*base == (*iov)->iov_len) {
			(*iov)++;
			*base = 0;
		}
	}
}

static ssize_t segment_wise_write(struct kiocb *iocb, const struct iovec *iov, unsigned long nr_segs, loff_t pos,
				  loff_t *ppos, size_t count, ssize_t written)
{
	struct file *file = iocb->ki_filp;
	struct address_space *mapping = file->f_mapping;
	size_t base = 0;  /* in the current segment */
	long status = 0;

	(void)nr_segs;
	while (count) {
		unsigned long offset = pos & (PAGE_CACHE_SIZE - 1);
		size_t bytes = min(PAGE_CACHE_SIZE - offset, count), copied;
		struct page *page;

		fault_in_pages_readable((const char __user *)iov->iov_base + base, min(bytes, iov->iov_len - base));

		page = __grab_cache_page(mapping, pos >> PAGE_CACHE_SHIFT);
		if (!page) {
			status = -ENOMEM;
			break;
		}
		status = mapping->a_ops->prepare_write(file, page, offset, offset + bytes);
		if (status) {
			unlock_page(page);
			break;
		}
		copied = filemap_copy_from_user_iovec(page, offset, iov, base, bytes);
		status = mapping->a_ops->commit_write(file, page, offset, offset + bytes);
		if (copied > 0 && !status) {
			written += copied;
			count -= copied;
			pos += copied;
			set_next_iovec(&iov, &base, copied);
		}
		if (copied != bytes && status >= 0)
			status = -EFAULT;
		unlock_page(page);
		page_cache_release(page);
		if (status < 0)
			break;
	}

	*ppos = pos;
	return written ? written : status;
}

HW_HARNESS(buffered_write_by_segments, segment_wise_write)
