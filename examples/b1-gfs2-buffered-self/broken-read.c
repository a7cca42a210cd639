/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A buffered read under the inode glock, shared, which the folios are read in under and copied from.
 *
 * A copy to a mapping of this very file may fault, and the fault of a store wants the glock for itself.
 */
#include "read.h"

static ssize_t gfs2_file_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct gfs2_holder gh;
	ssize_t ret;

	gfs2_holder_init(&hw_inode_glock, LM_ST_SHARED, 0, &gh);
	ret = gfs2_glock_nq(&gh);
	if (ret)
		goto out_uninit;
	ret = generic_file_read_iter(iocb, to);
	gfs2_glock_dq(&gh);
out_uninit:
	gfs2_holder_uninit(&gh);
	return ret;
}

HW_HARNESS(buffered_read, gfs2_file_read_iter)
