/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A direct write takes the folios of its target out of the page cache, and with them what is mapped of them, also
 * where that is its own source; disabled faults make no difference to it. A hole is left to the buffered write.
 */
#define HW_PAGES HW_RESIDENT, HW_FILE(1), HW_FILE(0)
#define HW_FOLIOS 3
#define HW_EXTENTS HW_DATA(4), HW_HOLE(2)
#include "small_file.h"

static const struct iovec segments[] = { { USER(0), 1 }, { USER(1), 4 } };

static struct kiocb iocb = { .ki_filp = &hw_file };
static struct iov_iter iter;

static ssize_t ended;

static int iomap_end(struct inode *inode, loff_t pos, loff_t length, ssize_t written, unsigned int flags,
		     struct iomap *iomap)
{
	(void)inode, (void)pos, (void)flags, (void)iomap;
	hw_assert(written <= length, "no more is written than lies in the extent");
	ended += written;
	return 0;
}

static const struct iomap_ops ops = { .iomap_begin = hw_iomap_begin, .iomap_end = iomap_end };

static ssize_t write_on(bool nofault, size_t done_before)
{
	iter.nofault = nofault;
	return iomap_dio_rw(&iocb, &iter, &ops, NULL, IOMAP_DIO_PARTIAL, NULL, done_before);
}

HW_THREAD(test)
{
	hw_page[1] = hw_page[2] = RES;
	hw_uptodate[0] = hw_uptodate[1] = true;
	i_size_write(&hw_inode, 6);
	iov_iter_init(&iter, ITER_SOURCE, segments, 2, 5);

	/* Bytes 2 and 3 of the request lie in a mapping of folio 1, which is in the range. */
	IS(write_on(true, 0), 2);
	IS(ended, 2);
	IS(hw_disk[0], hw_from_user(0));
	IS(hw_disk[1], hw_from_user(1));
	IS(hw_disk[2], HW_STALE);
	IS(hw_page[1], EVICT);
	IS(hw_page[2], EVICT);
	IS(hw_uptodate[1], false);
	hw_page[1] = RES;
	IS(write_on(true, 2), -EFAULT);
	IS(hw_page[1], EVICT);
	IS(iov_iter_count(&iter), 3);

	/* With faults it gets there, up to the hole; what it faulted in is not mapped afterwards. */
	pagefault_disable();
	IS(write_on(false, 2), 4);
	IS(ended, 4);
	pagefault_enable();
	IS(hw_disk[3], hw_from_user(3));
	IS(hw_page[1], EVICT);
	IS(iocb.ki_pos, 4);
	IS(write_on(false, 4), 0);
	IS(hw_write_through_cache(&iocb, &iter), 1);
	IS(hw_disk[4], hw_from_user(4));
}
