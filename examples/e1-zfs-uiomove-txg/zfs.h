/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ZFS below a buffered write: a page's worth of the file is copied into its buffer inside a transaction. Dirtying an
 * inode is a transaction too: zfs_dirty_inode, module/zfs/zfs_vnops.c, OpenZFS 0.7. The folio stands for the buffer
 * (dmu_buf_t); ZFS doesn't lock it.
 */
#define HW_DIRTY_INODE 1

#include <harness/buffered_write.h>
#include <hw/transaction_group.h>

static inline void hw_dirty_inode(void)
{
	hw_join_group();
	hw_leave_group();
}

/* dmu_write_uio_dnode, module/zfs/dmu.c, 0.7: what uiomove copied is in the file. */
static size_t dmu_write_uio(struct inode *inode, loff_t pos, size_t bytes, struct iov_iter *i, bool faults)
{
	struct folio *buffer = &hw_folio[pos / PAGE_SIZE];
	size_t copied = faults ? copy_folio_from_iter(buffer, offset_in_page(pos), bytes, i)
			       : copy_folio_from_iter_atomic(buffer, offset_in_page(pos), bytes, i);

	hw_accept(pos, copied);
	if (pos + copied > i_size_read(inode))
		i_size_write(inode, pos + copied);
	return copied;
}
