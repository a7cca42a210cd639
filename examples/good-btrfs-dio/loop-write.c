/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A direct write that keeps the inode lock from beginning to end and trusts nothing: what could not be reached is
 * faulted in, never mind how much of it, and the write is tried again only if less is left than at the last try. Else
 * the rest is written through the page cache. Each retry leaves less, or is the last; that matters most where the
 * source is a mapping of the target, which each try takes away first.
 *
 * Faults may happen under the inode lock, which no fault handler takes; only iomap_dio_rw runs with pinning kept from
 * faulting.
 */
#include "write.h"

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
