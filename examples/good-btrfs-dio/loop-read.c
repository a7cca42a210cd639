/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A direct read that keeps the inode lock from beginning to end and trusts nothing: what could not be reached is
 * faulted in, never mind how much of it, and the read is tried again only if less is left than at the last try. Else
 * the rest is read through the page cache. Whatever happens to the pages in between, each retry leaves less, or is
 * the last.
 *
 * Faults may happen under the inode lock, which no fault handler takes; only iomap_dio_rw runs with faults kept out.
 */
#include "read.h"

static ssize_t btrfs_style_direct_read(struct kiocb *iocb, struct iov_iter *to)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	size_t prev_left = 0;
	ssize_t read = 0, ret;

	inode_lock_shared(inode);
again:
	pagefault_disable();
	to->nofault = true;
	ret = iomap_dio_rw(iocb, to, &btrfs_iomap_ops, NULL, IOMAP_DIO_PARTIAL, NULL, read);
	to->nofault = false;
	pagefault_enable();
	if (ret > 0)
		read = ret;  /* not +=: what was read before is in it */

	if (iov_iter_count(to) > 0 && (ret == -EFAULT || ret > 0)) {
		const size_t left = iov_iter_count(to);

		if (left == prev_left) {
			ret = read;
		} else {
			fault_in_iov_iter_writeable(to, left);
			prev_left = left;
			goto again;
		}
	}
	inode_unlock_shared(inode);
	return ret < 0 ? ret : read;
}

static ssize_t btrfs_style_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	ssize_t ret = btrfs_style_direct_read(iocb, to), buffered;

	if (ret < 0 || !iov_iter_count(to) || iocb->ki_pos >= i_size_read(file_inode(iocb->ki_filp)))
		return ret;
	buffered = hw_read_through_cache(iocb, to);
	if (buffered < 0)
		return ret ? ret : buffered;
	return ret + buffered;
}

HW_HARNESS(direct_read, btrfs_style_read_iter)
