/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Extents and how to walk over them (include/linux/iomap.h and fs/iomap/iter.c, 6.14), as far as direct I/O and
 * buffered writes (hw/iomap_write.h) need it.
 */
#ifndef _LINUX_IOMAP_H
#define _LINUX_IOMAP_H

#include <linux/fs.h>
#include <linux/types.h>
#include <linux/uio.h>

#define IOMAP_HOLE 0
#define IOMAP_DELALLOC 1
#define IOMAP_MAPPED 2
#define IOMAP_UNWRITTEN 3
#define IOMAP_INLINE 4

#define IOMAP_F_SIZE_CHANGED (1U << 8)
#define IOMAP_F_STALE (1U << 9)

/* iomap_begin is called for … */
#define IOMAP_WRITE (1 << 0)
#define IOMAP_DIRECT (1 << 4)
#define IOMAP_NOWAIT (1 << 5)

/* iomap_dio_rw: wait even where the caller would not; leave the rest to the caller when user memory faults. */
#define IOMAP_DIO_FORCE_WAIT (1 << 0)
#define IOMAP_DIO_OVERWRITE_ONLY (1 << 1)
#define IOMAP_DIO_PARTIAL (1 << 2)

struct iomap {
	loff_t offset;
	u64 length;
	u16 type;
	u16 flags;
};

struct iomap_ops {
	int (*iomap_begin)(struct inode *inode, loff_t pos, loff_t length, unsigned int flags, struct iomap *iomap,
			   struct iomap *srcmap);
	int (*iomap_end)(struct inode *inode, loff_t pos, loff_t length, ssize_t written, unsigned int flags,
			 struct iomap *iomap);
};

struct iomap_dio_ops;

struct iomap_iter {
	struct inode *inode;
	loff_t pos;
	u64 len;
	s64 processed;
	unsigned int flags;
	struct iomap iomap;
	struct iomap srcmap;
};

/* How much of the request lies in the present extent. */
static inline u64 iomap_length(const struct iomap_iter *iter)
{
	u64 end = iter->iomap.offset + iter->iomap.length;

	return min(iter->len, end - iter->pos);
}

/*
 * 1: there is an extent to work on; 0: the request is done, or the last step did nothing; else the error of the last
 * step, or of the file system. No choice.
 */
static inline int iomap_iter(struct iomap_iter *iter, const struct iomap_ops *ops)
{
	int error;

	if (iter->iomap.length) {
		s64 processed = iter->processed;

		if (ops->iomap_end) {
			error = ops->iomap_end(iter->inode, iter->pos, iomap_length(iter),
					       processed > 0 ? processed : 0, iter->flags, &iter->iomap);
			if (error < 0 && !processed)
				return error;
		}
		if (processed < 0)
			return processed;
		iter->pos += processed;
		iter->len -= processed;
		if (!iter->len || !processed)
			return 0;
	}
	iter->processed = 0;
	iter->iomap = (struct iomap){ 0 };
	error = ops->iomap_begin(iter->inode, iter->pos, iter->len, iter->flags, &iter->iomap, &iter->srcmap);
	return error < 0 ? error : 1;
}

#endif
