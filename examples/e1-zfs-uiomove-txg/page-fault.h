/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Another thread of the process takes a page fault on a mapping of another file of the pool, and a third one wants to
 * change the address space. Of either no more is here than what it holds when it waits.
 */
#define HW_PAGES HW_GOOD
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 2)
#define HW_FOLIOS 1

#include "zfs.h"

/* do_user_addr_fault down to filemap_page_mkwrite's file_update_time: mmap_lock is held for reading. */
HW_THREAD(page_fault)
{
	mmap_read_lock(&hw_mm);
	hw_dirty_inode();
	mmap_read_unlock(&hw_mm);
	hw_holds_nothing();
}

/* munmap of something that has nothing to do with either. */
HW_THREAD(queued_writer)
{
	mmap_write_lock(&hw_mm);
	mmap_write_unlock(&hw_mm);
	hw_holds_nothing();
}
