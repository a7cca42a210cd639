/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A search through a tree of one leaf, which copies every item it finds to a user buffer; an item is one byte. Beside
 * it a worker of the file system writes to the leaf what was delayed for an inode, under that inode's delayed-inode
 * mutex: __btrfs_update_delayed_inode and btrfs_async_run_delayed_root, fs/btrfs/delayed-inode.c, 5.8.
 *
 * Dirtying an inode takes the mutex: btrfs_dirty_inode and btrfs_delayed_update_inode, 5.8.
 */
#define HW_DIRTY_INODE 1

#include <headway.h>

HW_CITES("Linux 5.8");
HW_APPROXIMATES("folios of one page; no per-VMA locks; a tree of one leaf");
HW_SPEC("search");

#include <hw/adversaries.h>
#include <hw/fault_in.h>
#include <hw/process_threads.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/uaccess.h>

#define ITEMS 2
/* A model may say where the buffer begins; as it stands, at the last byte of page 0. */
#ifndef BUFFER_AT
#define BUFFER_AT (HW_PAGE_GRANULES - 1)
#endif
#define BUFFER ((char __user *)(unsigned long)BUFFER_AT)

static struct rw_semaphore tree_lock;
static struct mutex delayed_mutex;

/* What the leaf holds: the items are numbers, counted from 1. */
#define item(k) ((char)(1 + (k)))

static inline void hw_dirty_inode(void)
{
	mutex_lock(&delayed_mutex);
	mutex_unlock(&delayed_mutex);
}

HW_THREAD(delayed_worker)
{
	mutex_lock(&delayed_mutex);
	down_write(&tree_lock);
	up_write(&tree_lock);
	mutex_unlock(&delayed_mutex);
	hw_holds_nothing();
}

/* ---- What the spec speaks of ------------------------------------------------------------------------------------- */

static bool buffer_was_bad HW_GHOST;

#define IN_PLACE(k) (hw_user_content[BUFFER_AT + (k)] == hw_tag_of(item(k)))

HW_OBSERVE(items, ITEMS)
HW_OBSERVE(delivered, IN_PLACE(0) ? 1 + IN_PLACE(1) : 0)
HW_OBSERVE(buffer_was_bad, buffer_was_bad)

static inline void hw_page_became_bad(unsigned long page)
{
	(void)page;
	buffer_was_bad = true;
}

HW_INIT(world)
{
	for (unsigned long page = 0; page < HW_USER_PAGES; page++) {
		int folio = hw_user_page[page].folio;

		hw_begin_page(page);
		if (folio)
			hw_assume(hw_page[page] == EVICT || hw_uptodate[folio - 1]);
	}
}

#define HW_HARNESS_search(function) \
HW_THREAD(searcher) \
{ \
	HW_CALL(search, function(BUFFER)); \
	hw_holds_nothing(); \
}
