/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A direct write that keeps the inode lock while the rest of the source is faulted in, and gives direct I/O up where
 * a try leaves as much as the one before.
 */
#include "request.h"

#define btrfs_iomap_ops hw_iomap_ops

static ssize_t btrfs_style_direct_write(struct kiocb *iocb, struct iov_iter *from)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	size_t prev_left = 0;
	ssize_t written = 0, buffered, ret;

	inode_lock(inode);
again:
	from->nofault = true;
	ret = iomap_dio_rw(iocb, from, &btrfs_iomap_ops, NULL, IOMAP_DIO_PARTIAL, NULL, written);
	from->nofault = false;
	if (ret > 0)
		written = ret;  /* not +=: what was written before is in it */

	if (iov_iter_count(from) > 0 && (ret == -EFAULT || ret > 0)) {
		const size_t left = iov_iter_count(from);

		if (left == prev_left) {
			ret = -ENOTBLK;
		} else {
			fault_in_iov_iter_readable(from, left);
			prev_left = left;
			goto again;
		}
	}
	inode_unlock(inode);

	if ((ret < 0 && ret != -ENOTBLK) || !iov_iter_count(from))
		goto out;
	buffered = hw_write_through_cache(iocb, from);
	if (buffered < 0) {
		ret = buffered;
		goto out;
	}
	ret = 0;
	written += buffered;
out:
	return ret < 0 ? ret : written;
}

HW_HARNESS(direct_write, btrfs_style_direct_write)
