/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A read that copies with page faults disabled under the folio lock, and after a copy of nothing faults its destination
 * in.
 *
 * It asks for what the copy needs: whether the destination can be stored to.
 */
#include "probe-kind.h"

static ssize_t nofault_read(struct kiocb *iocb, struct iov_iter *to)
{
	loff_t size = i_size_read(file_inode(iocb->ki_filp));
	ssize_t done = 0;

	while (iov_iter_count(to) && iocb->ki_pos < size) {
		size_t offset = offset_in_page(iocb->ki_pos);
		size_t bytes = min(PAGE_SIZE - offset, iov_iter_count(to)), copied;
		struct folio *folio = &hw_folio[iocb->ki_pos / PAGE_SIZE];

		folio_lock(folio);
		pagefault_disable();
		copied = copy_folio_to_iter(folio, offset, bytes, to);
		pagefault_enable();
		folio_unlock(folio);
		iocb->ki_pos += copied;
		done += copied;
		if (!copied && fault_in_iov_iter_writeable(to, bytes) == bytes)
			return done ? done : -EFAULT;
	}
	return done;
}

HW_HARNESS(buffered_read, nofault_read)
