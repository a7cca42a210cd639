/* SPDX-License-Identifier: Apache-2.0 */
/*
 * FIEMAP collects records in a buffer of the kernel under the lock that guards the extents, releases it, copies them
 * out, and goes on behind the last extent that it has seen. Nothing is held when user memory is touched.
 */
#include "surroundings.h"

#define BUFFERED 2

static int fiemap_by_buffer(struct fiemap_extent_info *info)
{
	unsigned char buffer[BUFFERED];
	unsigned int extent = 0, count;
	struct gfs2_holder gh;
	int ret = 0;

	gfs2_holder_init(&hw_inode_glock, LM_ST_SHARED, 0, &gh);
	do {
		count = 0;
		gfs2_glock_nq(&gh);
		while (count < BUFFERED && extent < EXTENTS)
			buffer[count++] = record_of(extent++);
		gfs2_glock_dq(&gh);

		for (unsigned int k = 0; k < count && !ret; k++)
			ret = fiemap_fill_next_extent(info, buffer[k]);
	} while (count == BUFFERED && !ret);
	gfs2_holder_uninit(&gh);
	return ret < 0 ? ret : 0;
}

HW_HARNESS(fiemap, fiemap_by_buffer)
