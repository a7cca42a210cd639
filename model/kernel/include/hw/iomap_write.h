/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What surrounds iomap_write_iter (fs/iomap/buffered-io.c, 6.1): write_begin and write_end of iomap over the file of
 * hw/simple_fs.h, and a file system that maps the range in extents.
 */
#ifndef HW_IOMAP_WRITE_H
#define HW_IOMAP_WRITE_H

#include <hw/simple_fs.h>
#include <linux/iomap.h>
#include <linux/writeback.h>

/* fs/iomap/buffered-io.c, 6.1: a fatal signal ends the write; else as every write_begin here. No choice of its own. */
static inline int iomap_write_begin(struct iomap_iter *iter, loff_t pos, size_t len, struct folio **folio)
{
	BUG_ON(pos + len > iter->iomap.offset + iter->iomap.length);
	if (fatal_signal_pending(current))
		return -EINTR;
	return hw_write_begin(pos, folio);
}

/* fs/iomap/buffered-io.c, 6.1: how many of the copied bytes are accepted; the folio is unlocked. No choice. */
static inline size_t iomap_write_end(struct iomap_iter *iter, loff_t pos, size_t len, size_t copied,
				     struct folio *folio)
{
	size_t accepted = hw_write_end(iter->inode, pos, len, copied, folio);

	folio_unlock(folio);
	return accepted;
}

/* A file system whose extents are as long as it likes, but never empty: a plain choice. */
static inline int hw_map_extent(struct inode *inode, loff_t pos, loff_t length, unsigned int flags, struct iomap *iomap,
				struct iomap *srcmap)
{
	(void)inode, (void)flags, (void)srcmap;
	iomap->offset = pos;
	iomap->length = hw_choose(1, length);
	iomap->type = IOMAP_MAPPED;
	return 0;
}

static const struct iomap_ops hw_extents = { .iomap_begin = hw_map_extent };

#endif /* HW_IOMAP_WRITE_H */
