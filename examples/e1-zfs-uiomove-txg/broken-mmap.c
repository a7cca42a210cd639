/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A write that faults its source in, begins a transaction and copies with page faults enabled.
 *
 * If the source is gone again, the fault takes mmap_lock inside the transaction. Whoever holds mmap_lock and waits for
 * a new transaction group waits for the old one, and that waits for this transaction.
 */
#include "mmap.h"

static ssize_t zfs_write(struct kiocb *iocb, struct iov_iter *i)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	loff_t pos = iocb->ki_pos;
	ssize_t written = 0;
	int error = 0;

	while (iov_iter_count(i)) {
		size_t bytes = min(iov_iter_count(i), PAGE_SIZE - offset_in_page(pos));
		size_t copied;

		fault_in_iov_iter_readable(i, bytes);

		hw_join_group();
		copied = dmu_write_uio(inode, pos, bytes, i, true);
		hw_leave_group();

		pos += copied;
		written += copied;
		if (copied < bytes) {
			error = -EFAULT;
			break;
		}
	}

	iocb->ki_pos = pos;
	return written ? written : error;
}

HW_HARNESS(buffered_write, zfs_write)
