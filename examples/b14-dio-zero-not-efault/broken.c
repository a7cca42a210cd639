/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of a direct read that lies in a hole: zeroes are stored to user memory. Where faults are disabled and the
 * first byte is not there, none is stored, and 0 is returned: that reads as the end of the file, also to the loop
 * around it, which would have faulted the page in and tried again had it heard of a fault.
 */
#include "surroundings.h"

HW_SPEC("direct_io_choices");

static s64 iomap_dio_hole_iter(const struct iomap_iter *iter, struct iomap_dio *dio)
{
	size_t length = iov_iter_zero(iomap_length(iter), dio->iter);

	dio->size += length;
	return length;
}
