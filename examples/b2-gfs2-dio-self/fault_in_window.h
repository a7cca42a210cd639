/* SPDX-License-Identifier: Apache-2.0 */
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
