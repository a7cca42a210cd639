/* SPDX-License-Identifier: Apache-2.0 */
/*
 * FIEMAP of a file in many extents, into an array that is a mapping of the same file. A record is one byte, and tells
 * the number of the extent. The extents stay as they are; the inode glock guards them, as the locks of extents do on
 * btrfs, and a store to a mapping of the file takes it exclusively.
 */
#define HW_PAGES HW_FILE(0), HW_FILE(1)
#define HW_FOLIOS 2
#define HW_GFS2 1

#include <headway.h>

HW_CITES("Linux 6.14");
HW_APPROXIMATES("folios of one page; no per-VMA locks; records of one byte; extents that never change");
HW_SPEC("fiemap");

#include <hw/adversaries.h>
#include <hw/holds_nothing.h>
#include <linux/fs.h>
#include <linux/uaccess.h>

#define EXTENTS 4

/* Records that the array has room for. */
HW_PARAM(unsigned int, capacity, 3, EXTENTS + 1, 0x7fffffff);

/* include/linux/fiemap.h, 6.14. */
struct fiemap_extent_info {
	unsigned int fi_extents_mapped;
	unsigned int fi_extents_max;
	unsigned char __user *fi_extents_start;
};

#define record_of(extent) ((unsigned char)(0x40 + (extent)))

/* fs/ioctl.c, 6.14: 0, 1 if the array is full now, or -EFAULT. */
static inline int fiemap_fill_next_extent(struct fiemap_extent_info *info, unsigned char record)
{
	if (info->fi_extents_mapped >= info->fi_extents_max)
		return 1;
	if (copy_to_user(info->fi_extents_start + info->fi_extents_mapped, &record, 1))
		return -EFAULT;
	info->fi_extents_mapped++;
	return info->fi_extents_mapped == info->fi_extents_max;
}

/* ---- What the spec speaks of ----------------------------------------------------------------------------------- */

/* Leading records that are in their place; whether one lies elsewhere; what the caller is told. */
static unsigned int delivered HW_GHOST, told HW_GHOST;
static bool misplaced HW_GHOST;

HW_OBSERVE(wanted, capacity < EXTENTS ? capacity : EXTENTS)
HW_OBSERVE(delivered, delivered)
HW_OBSERVE(misplaced, misplaced)
HW_OBSERVE(told, told)

static inline void hw_page_became_bad(unsigned long page)
{
	(void)page;
}

HW_INIT(world)
{
	hw_begin_page(0);
	hw_begin_page(1);
	hw_assume(hw_page[0] == EVICT || hw_uptodate[0]);
	hw_assume(hw_page[1] == EVICT || hw_uptodate[1]);
}

static inline void judge_records(void)
{
	unsigned int stores = 0;

	while (delivered < EXTENTS && hw_user_content[delivered] == hw_tag_of(record_of(delivered)))
		delivered++;
	for (unsigned long k = 0; k < HW_USER_PAGES * PAGE_SIZE; k++)
		stores += hw_user_content[k] != HW_STALE;
	misplaced = stores != delivered;
}

#define HW_HARNESS_fiemap(function) \
static inline int call_fiemap(struct fiemap_extent_info *info) \
{ \
	int result = function(info); \
\
	told = info->fi_extents_mapped; \
	judge_records(); \
	return result; \
} \
HW_THREAD(mapper) \
{ \
	struct fiemap_extent_info info = { .fi_extents_max = capacity }; \
\
	HW_CALL(fiemap, call_fiemap(&info)); \
	hw_holds_nothing(); \
}
