/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of a direct read that lies in a hole: zeroes are stored to user memory. Where none can be stored, the
 * answer is -EFAULT, and the loop around it faults the page in and tries again.
 */
#include "surroundings.h"

HW_SPEC("direct_io_choices");

static s64 iomap_dio_hole_iter(const struct iomap_iter *iter, struct iomap_dio *dio)
{
	size_t length = iov_iter_zero(iomap_length(iter), dio->iter);

	dio->size += length;
	if (!length)
		return -EFAULT;
	return length;
}
