/* SPDX-License-Identifier: Apache-2.0 */
/*
 * FIEMAP walks over the extents under the lock that guards them, and stores a record for each as it goes. Where the
 * array is a mapping of the same file, a store may fault, and the fault handler wants the lock that this very task
 * holds.
 */
#include "surroundings.h"

static int fiemap_under_lock(struct fiemap_extent_info *info)
{
	struct gfs2_holder gh;
	int ret = 0;

	gfs2_holder_init(&hw_inode_glock, LM_ST_SHARED, 0, &gh);
	gfs2_glock_nq(&gh);
	for (unsigned int extent = 0; extent < EXTENTS && !ret; extent++)
		ret = fiemap_fill_next_extent(info, record_of(extent));
	gfs2_glock_dq(&gh);
	gfs2_holder_uninit(&gh);
	return ret < 0 ? ret : 0;
}

HW_HARNESS(fiemap, fiemap_under_lock)
