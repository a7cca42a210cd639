/* SPDX-License-Identifier: Apache-2.0 */
/*
 * FIEMAP with a buffer of its own: as many records as fit are made under the lock of the extents, then the lock is
 * dropped, the buffer copied out and emptied, and the walk goes on behind the last extent that it has seen. User memory
 * is touched with no lock held, so that its faults may take whatever they want; nothing is ever tried twice.
 */
#include "../xfstests-generic-742/surroundings.h"

#define BUFFERED 3

struct fiemap_cache {
	unsigned char entries[BUFFERED];
	unsigned int pos;     /* how many of them are in use */
	unsigned int cursor;  /* the extent to go on with */
};

/* 1 as soon as the buffer is full. Under the lock. */
static int emit_fiemap_extent(struct fiemap_cache *cache, unsigned char record)
{
	cache->entries[cache->pos++] = record;
	return cache->pos == BUFFERED;
}

/* Without any lock. 0, 1 where the array is full, or an error. */
static int flush_fiemap_cache(struct fiemap_extent_info *info, struct fiemap_cache *cache)
{
	for (unsigned int k = 0; k < cache->pos; k++) {
		int ret = fiemap_fill_next_extent(info, cache->entries[k]);

		if (ret)
			return ret;
	}
	cache->pos = 0;
	return 0;
}

static int fiemap_cached(struct fiemap_extent_info *info)
{
	struct fiemap_cache cache = { .pos = 0, .cursor = 0 };
	struct gfs2_holder gh;
	int ret;

	gfs2_holder_init(&hw_inode_glock, LM_ST_SHARED, 0, &gh);
restart:
	gfs2_glock_nq(&gh);
	ret = 0;
	while (cache.cursor < EXTENTS && !ret) {
		ret = emit_fiemap_extent(&cache, record_of(cache.cursor));
		cache.cursor++;
	}
	gfs2_glock_dq(&gh);

	/* The buffer is full: there may be more. */
	if (ret) {
		ret = flush_fiemap_cache(info, &cache);
		if (!ret)
			goto restart;
	} else {
		ret = flush_fiemap_cache(info, &cache);
	}
	gfs2_holder_uninit(&gh);
	return ret < 0 ? ret : 0;
}

HW_HARNESS(fiemap, fiemap_cached)
