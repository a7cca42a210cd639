/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A read loop of the kind that gfs2 has, put into its harness as that stands: it delivers with faults disabled, under
 * the folio lock, and faults in when nothing could be delivered. Everything in specs/read.spec must hold of it.
 */
#define HW_WRITE_PROTECT 1
#include <harness/buffered_read.h>

static ssize_t folio_wise_read(struct kiocb *iocb, struct iov_iter *iter)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	ssize_t already = 0, error = 0;

	while (iov_iter_count(iter) && iocb->ki_pos < i_size_read(inode)) {
		struct folio *folio = &hw_folio[iocb->ki_pos / PAGE_SIZE];
		size_t offset = offset_in_folio(folio, iocb->ki_pos);
		size_t bytes = min(PAGE_SIZE - offset, iov_iter_count(iter)), copied;

		folio_lock(folio);
		if (!folio_test_uptodate(folio))
			hw_read_in(folio);
		pagefault_disable();
		copied = copy_folio_to_iter(folio, offset, bytes, iter);
		pagefault_enable();
		folio_unlock(folio);

		iocb->ki_pos += copied;
		already += copied;
		if (!copied && fault_in_iov_iter_writeable(iter, bytes) == bytes) {
			error = -EFAULT;
			break;
		}
	}
	return already ? already : error;
}

HW_HARNESS(buffered_read, folio_wise_read)
