/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A direct read of data, a hole, an extent never written to, and data: nofault stops it where it pins, disabled
 * faults where it stores zeroes, and neither does so for the other. A positive answer has done_before in it; a part
 * is an answer only if it is asked for.
 */
#define HW_PAGES HW_RESIDENT, HW_EVICTED, HW_EVICTED
#define HW_FOLIOS 3
#define HW_EXTENTS HW_DATA(2), HW_HOLE(1), HW_UNWRITTEN(1), HW_DATA(2)
#include "small_file.h"

static const struct iovec segments[] = { { USER(0), 6 } };

static struct kiocb iocb = { .ki_filp = &hw_file };
static struct iov_iter iter;

static ssize_t read_on(bool nofault, bool disabled, unsigned int flags, size_t done_before)
{
	ssize_t result;

	iter.nofault = nofault;
	if (disabled)
		pagefault_disable();
	result = iomap_dio_rw(&iocb, &iter, &hw_iomap_ops, NULL, flags, NULL, done_before);
	if (disabled)
		pagefault_enable();
	return result;
}

HW_THREAD(test)
{
	hw_writable[0] = hw_writable[1] = hw_writable[2] = true;
	i_size_write(&hw_inode, 5);
	iov_iter_init(&iter, ITER_DEST, segments, 1, 6);

	/* Zeroes are not stored, for nofault or not; what came before counts, for whoever asks. */
	IS(read_on(true, true, IOMAP_DIO_PARTIAL, 0), 2);
	IS(hw_user_content[0], hw_from_file(0));
	IS(hw_user_content[2], HW_STALE);
	IS(iocb.ki_pos, 2);
	IS(iov_iter_count(&iter), 4);
	IS(read_on(false, true, IOMAP_DIO_PARTIAL, 2), -EFAULT);
	IS(iocb.ki_pos, 2);

	/* nofault alone lets zeroes be stored, and stops at the page after them. */
	IS(read_on(true, false, IOMAP_DIO_PARTIAL, 2), 4);
	IS(hw_user_content[3], HW_ZERO);
	IS(hw_page[1], RES);
	IS(hw_page[2], EVICT);
	IS(read_on(true, false, IOMAP_DIO_PARTIAL, 4), -EFAULT);

	/* Disabled faults don't stop pinning. The read ends with the file, and the iterator there. */
	IS(read_on(false, true, 0, 4), 5);
	IS(hw_user_content[4], hw_from_file(4));
	IS(iocb.ki_pos, 5);
	IS(iov_iter_count(&iter), 1);
	IS(read_on(false, false, 0, 5), 0);

	/* Without IOMAP_DIO_PARTIAL a part is no answer, though it was transferred. */
	hw_page[1] = EVICT;
	hw_user_content[0] = HW_STALE;
	iov_iter_revert(&iter, 5);
	iocb.ki_pos = 0;
	IS(read_on(true, true, 0, 0), -EFAULT);
	IS(hw_user_content[0], hw_from_file(0));
	IS(iocb.ki_pos, 0);
}
