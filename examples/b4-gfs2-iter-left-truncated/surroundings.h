/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three good bytes in two pages and a bad one behind them, to a gfs2 file whose glock may be refused. Only the
 * bad byte stops a fault-in: the inner loop of that time could not bear one that stops of itself.
 */
#define HW_PAGES HW_GOOD, HW_GOOD, HW_BAD
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 3) SEGMENT(4, 1)
#define HW_GFS2 1
#define HW_PARTIAL_FAULT_IN 0

#include <harness/buffered_write.h>

/*
 * gfs2_glock_nq, fs/gfs2/glock.c, 5.16, with its failure: the file system was withdrawn after an error. That is a whim,
 * and excuses the loop from writing more.
 */
static inline int gfs2_glock_nq_or_fail(struct gfs2_holder *gh)
{
	if (hw_whim("the glock is refused: -EIO")) {
		hw_excused = true;
		return -EIO;
	}
	return gfs2_glock_nq(gh);
}
