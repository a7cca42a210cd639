/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A direct write holds the inode glock, deferred, over all of iomap_dio_rw. That pins the pages of the source; where
 * they are a mapping of the file that is written, pinning faults, and the fault handler wants the glock for itself:
 * this very task holds it.
 */
#include "write.h"

HW_SPEC("direct_io_choices");

static ssize_t gfs2_style_direct_write(struct kiocb *iocb, struct iov_iter *from)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	struct gfs2_holder gh;
	ssize_t ret;

	gfs2_holder_init(&hw_inode_glock, LM_ST_DEFERRED, 0, &gh);
	ret = gfs2_glock_nq(&gh);
	if (ret)
		goto out_uninit;
	/* What lies behind the end of the file is for the buffered write. */
	if (iocb->ki_pos + (loff_t)iov_iter_count(from) > i_size_read(inode))
		goto out;
	ret = iomap_dio_rw(iocb, from, &gfs2_iomap_ops, NULL, 0, NULL, 0);
	if (ret == -ENOTBLK)
		ret = 0;
out:
	gfs2_glock_dq(&gh);
out_uninit:
	gfs2_holder_uninit(&gh);
	return ret;
}

#include "write_iter.h"

HW_HARNESS(direct_write, gfs2_style_write_iter)
