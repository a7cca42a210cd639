/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One step of a write, of one page at most: how many bytes were accepted, or a negative error. Nothing is faulted in
 * here; the iterator stands behind what was accepted, and so does the position.
 */
static inline long write_page(struct kiocb *iocb, struct iov_iter *i)
{
	struct address_space *mapping = iocb->ki_filp->f_mapping;
	size_t bytes = min(iov_iter_count(i), PAGE_SIZE - offset_in_page(iocb->ki_pos));
	struct folio *folio;
	void *fsdata = NULL;
	size_t copied;
	long status;

	status = mapping->a_ops->write_begin(iocb->ki_filp, mapping, iocb->ki_pos, bytes, &folio, &fsdata);
	if (status < 0)
		return status;
	copied = copy_folio_from_iter_atomic(folio, offset_in_folio(folio, iocb->ki_pos), bytes, i);
	status = mapping->a_ops->write_end(iocb->ki_filp, mapping, iocb->ki_pos, bytes, copied, folio, fsdata);
	if (status < (long)copied)
		iov_iter_revert(i, copied - max(status, 0L));
	if (status > 0)
		iocb->ki_pos += status;
	return status;
}
