/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A direct read holds the inode glock, deferred, over all of iomap_dio_rw. What it reads is a hole: nothing is
 * pinned, the processor stores zeroes. Where the destination is a mapping of the file that is read, such a store
 * faults, and the fault handler wants the glock for itself: this very task holds it.
 */
#define HW_EXTENTS HW_HOLE(8)
#include "read.h"

HW_SPEC("direct_io_choices");

static ssize_t gfs2_style_direct_read(struct kiocb *iocb, struct iov_iter *to)
{
	struct gfs2_holder gh;
	ssize_t ret;

	if (!iov_iter_count(to))
		return 0;

	gfs2_holder_init(&hw_inode_glock, LM_ST_DEFERRED, 0, &gh);
	ret = gfs2_glock_nq(&gh);
	if (ret)
		goto out_uninit;
	ret = iomap_dio_rw(iocb, to, &gfs2_iomap_ops, NULL, 0, NULL, 0);
	gfs2_glock_dq(&gh);
out_uninit:
	gfs2_holder_uninit(&gh);
	return ret;
}

HW_HARNESS(direct_read, gfs2_style_direct_read)
