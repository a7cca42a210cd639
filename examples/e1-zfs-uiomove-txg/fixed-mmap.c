/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A write that begins a transaction, copies with page faults disabled, and ends the transaction before it faults in
 * what was missing.
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

		hw_join_group();
		copied = dmu_write_uio(inode, pos, bytes, i, false);
		hw_leave_group();

		/* What was copied is written, all of it or not. */
		pos += copied;
		written += copied;
		bytes -= copied;
		if (bytes && fault_in_iov_iter_readable(i, bytes) == bytes) {
			error = -EFAULT;
			break;
		}
	}

	iocb->ki_pos = pos;
	return written ? written : error;
}

HW_HARNESS(buffered_write, zfs_write)
