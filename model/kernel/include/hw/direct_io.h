/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Direct I/O: iomap_dio_rw, fs/iomap/direct-io.c, 6.14. User pages are pinned, bios go to the device, and the task
 * waits until they are done. Two things keep faults out of it, and each of them stops one way in alone:
 *
 *   iter->nofault       pinning (data), not the stores of the processor
 *   pagefault_disable   the stores of zeroes where a read meets a hole, not pinning
 *
 * A fault that is kept out is -EFAULT. Where something was transferred before and the caller says IOMAP_DIO_PARTIAL,
 * the answer is how much instead. A positive answer is *cumulative*: it has `done_before` in it.
 *
 * A write takes the pages of its range out of the page cache, before and after: what was mapped of them has to be
 * faulted in again, be it the source of this very write. No choice of its own.
 */
#ifndef HW_DIRECT_IO_H
#define HW_DIRECT_IO_H

#include <hw/block_device.h>
#include <hw/simple_fs.h>
#include <linux/err.h>
#include <linux/iomap.h>

struct iomap_dio {
	struct kiocb *iocb;
	struct iov_iter *iter;
	loff_t i_size;
	size_t size;         /* bytes of this call, in flight or done */
	size_t done_before;
	bool write;
	int error;
};

/* How the last iomap_dio_rw met user memory. Forgotten when the next one begins. */
static enum {
	HW_NO_FAULT,
	HW_FAULT_AT_ONCE,  /* nothing was transferred */
	HW_FAULT_LATER,    /* a part was */
} hw_dio_end HW_GHOST;

/* gfs2_iomap_begin, fs/gfs2/bmap.c, 6.14: a direct write does not allocate, and says so by -ENOTBLK. */
static int hw_iomap_begin(struct inode *inode, loff_t pos, loff_t length, unsigned int flags, struct iomap *iomap,
			  struct iomap *srcmap)
{
	const struct hw_extent *extent;

	(void)inode, (void)length, (void)srcmap;
	hw_require("contract", pos < HW_FILE_SIZE, "iomap_begin behind the extents of the model");
	extent = hw_extent_at(pos, &iomap->offset);
	iomap->length = extent->length;
	iomap->type = extent->type;
	return (flags & IOMAP_WRITE) && extent->type != IOMAP_MAPPED ? -ENOTBLK : 0;
}

static const struct iomap_ops hw_iomap_ops = { .iomap_begin = hw_iomap_begin };

/* Whatever maps this folio maps it no more. The caller has locked it. */
static inline void hw_unmap_folio(int folio)
{
	for (unsigned long page = 0; page < HW_USER_PAGES; page++) {
		if (hw_user_page[page].folio != folio + 1)
			continue;
		hw_atomic {
			if (hw_page[page] == RES) {
				hw_page[page] = EVICT;
				hw_note("page %lu loses its mapping, as its folio is invalidated", page);
			}
		}
	}
}

/*
 * kiocb_invalidate_pages and kiocb_invalidate_post_direct_write, mm/filemap.c, 6.14. Dirty folios are clean by then.
 */
static inline void hw_invalidate_range(loff_t pos, size_t bytes)
{
	for (int k = pos / PAGE_SIZE; bytes && k <= (int)((pos + bytes - 1) / PAGE_SIZE); k++) {
		folio_lock(&hw_folio[k]);
		hw_unmap_folio(k);
		hw_uptodate[k] = false;
		folio_unlock(&hw_folio[k]);
	}
}

/* Pins what it can of the extent and submits it. More than nothing, or an error. */
static inline s64 iomap_dio_bio_iter(const struct iomap_iter *iter, struct iomap_dio *dio)
{
	size_t orig_count = iov_iter_count(dio->iter), done = 0;
	int error;

	iov_iter_truncate(dio->iter, iomap_length(iter));
	do {
		struct bio bio = { .write = dio->write, .pos = iter->pos + done };

		error = bio_iov_iter_get_pages(&bio, dio->iter);
		if (error)
			break;
		dio->size += bio.size;
		done += bio.size;
		submit_bio(&bio);
	} while (iov_iter_count(dio->iter));
	iov_iter_reexpand(dio->iter, orig_count - done);
	return done ? (s64)done : error;
}

/* Zeroes what lies in a hole. More than nothing, or -EFAULT. */
#ifdef HW_OWN_IOMAP_DIO_HOLE_ITER
static s64 iomap_dio_hole_iter(const struct iomap_iter *iter, struct iomap_dio *dio);
#else
static inline s64 iomap_dio_hole_iter(const struct iomap_iter *iter, struct iomap_dio *dio)
{
	size_t length = iov_iter_zero(iomap_length(iter), dio->iter);

	dio->size += length;
	return length ? (s64)length : -EFAULT;
}
#endif

static inline s64 iomap_dio_iter(const struct iomap_iter *iter, struct iomap_dio *dio)
{
	switch (iter->iomap.type) {
	case IOMAP_HOLE:
		return dio->write ? -EIO : iomap_dio_hole_iter(iter, dio);
	case IOMAP_UNWRITTEN:
		return dio->write ? iomap_dio_bio_iter(iter, dio) : iomap_dio_hole_iter(iter, dio);
	default:
		return iomap_dio_bio_iter(iter, dio);
	}
}

/* Only what was asked of the file counts: a read ends at its end. */
static inline ssize_t iomap_dio_complete(struct iomap_dio *dio)
{
	struct kiocb *iocb = dio->iocb;
	ssize_t result = dio->error;

	if (!result) {
		result = dio->size;
		if (!dio->write && iocb->ki_pos + result > dio->i_size)
			result = dio->i_size - iocb->ki_pos;
		if (dio->write)
			hw_invalidate_range(iocb->ki_pos, dio->size);
	}
	if (result > 0) {
		iocb->ki_pos += result;
		result += dio->done_before;
	}
	return result;
}

/* Since 5.19 with these parameters. The caller is synchronous. */
static inline ssize_t iomap_dio_rw(struct kiocb *iocb, struct iov_iter *iter, const struct iomap_ops *ops,
				   const struct iomap_dio_ops *dops, unsigned int dio_flags, void *private,
				   size_t done_before)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	struct iomap_iter iomi = { .inode = inode, .pos = iocb->ki_pos, .len = iov_iter_count(iter),
				   .flags = IOMAP_DIRECT };
	struct iomap_dio dio = { .iocb = iocb, .iter = iter, .i_size = i_size_read(inode), .done_before = done_before,
				 .write = iov_iter_rw(iter) == WRITE };
	int error;

	(void)dops, (void)private;
	hw_dio_end = HW_NO_FAULT;
	if (!iomi.len || (!dio.write && iomi.pos >= dio.i_size))
		return 0;
	if (dio.write) {
		iomi.flags |= IOMAP_WRITE;
		hw_invalidate_range(iomi.pos, iomi.len);
	}

	while ((error = iomap_iter(&iomi, ops)) > 0)
		iomi.processed = iomap_dio_iter(&iomi, &dio);

	if (!dio.write && iomi.pos >= dio.i_size)
		iov_iter_revert(iter, iomi.pos - dio.i_size);
	if (error == -EFAULT)
		hw_dio_end = dio.size ? HW_FAULT_LATER : HW_FAULT_AT_ONCE;
	if (error == -EFAULT && dio.size && (dio_flags & IOMAP_DIO_PARTIAL))
		error = 0;
	if (error == -ENOTBLK)
		error = 0;
	dio.error = error;
	hw_wait_for_bios();
	return iomap_dio_complete(&dio);
}

/*
 * What a file system does with what direct I/O could not transfer: its buffered read; its buffered write, and the
 * pages of it written to disk at once (generic_write_sync) and dropped. How they fault user memory in is the subject
 * of other models; here each byte is moved as if no lock were held. No choice of their own.
 */
static inline ssize_t hw_read_through_cache(struct kiocb *iocb, struct iov_iter *to)
{
	ssize_t read = 0;

	while (iov_iter_count(to) && iocb->ki_pos < HW_FILE_SIZE) {
		iov_iter_advance(to, 0);
		if (!hw_store(hw_address(to), hw_disk_tag(iocb->ki_pos)))
			break;
		iov_iter_advance(to, 1);
		iocb->ki_pos++;
		read++;
	}
	hw_note("%ld bytes are read through the page cache", read);
	return read || !iov_iter_count(to) || iocb->ki_pos >= HW_FILE_SIZE ? read : -EFAULT;
}

static inline ssize_t hw_write_through_cache(struct kiocb *iocb, struct iov_iter *from)
{
	ssize_t written = 0;

	while (iov_iter_count(from) && iocb->ki_pos < HW_FILE_SIZE) {
		iov_iter_advance(from, 0);
		if (!hw_load(hw_address(from)))
			break;
		hw_disk[iocb->ki_pos] = hw_user_tag(hw_address(from));
		iov_iter_advance(from, 1);
		iocb->ki_pos++;
		written++;
	}
	hw_note("%ld bytes are written through the page cache", written);
	return written || !iov_iter_count(from) ? written : -EFAULT;
}

#endif /* HW_DIRECT_IO_H */
