/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An empty segment, then one of two bytes that is not mapped yet, written to a hole of the file, while somebody else
 * reads there. Nothing takes pages: the first copy fails only if nobody faulted its bytes in.
 */
#define HW_LINUX_VERSION KERNEL_VERSION(4, 7, 0)
#define HW_PAGES HW_EVICTED
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 0) SEGMENT(0, 2)
#define HW_FOLIOS 1
#define HW_BEGIN_UPTODATE 0
#define HW_RECLAIM 0
#define HW_READER 1

#include <linux/fs.h>

static int old_fs_write_begin(struct file *file, struct address_space *mapping, loff_t pos, unsigned len, unsigned flags,
			      struct page **pagep, void **fsdata);
static int old_fs_write_end(struct file *file, struct address_space *mapping, loff_t pos, unsigned len, unsigned copied,
			    struct page *page, void *fsdata);
static void old_fs_read_folio(struct folio *folio);

#define HW_OPERATIONS .write_begin = old_fs_write_begin, .write_end = old_fs_write_end
#define HW_READ_FOLIO(folio) old_fs_read_folio(folio)

#include <harness/buffered_write.h>

/* The file has a block there. Whatever was on the disk before is in it, as long as nobody has written to it. */
static bool block_allocated;

/* A hole gets its block before there is anything to write to it. */
static int old_fs_write_begin(struct file *file, struct address_space *mapping, loff_t pos, unsigned len, unsigned flags,
			      struct page **pagep, void **fsdata)
{
	struct folio *folio;
	int error = hw_write_begin(pos, &folio);

	(void)file, (void)mapping, (void)len, (void)flags, (void)fsdata;
	if (error)
		return error;
	block_allocated = true;
	*pagep = &folio->page;
	return 0;
}

/* A short copy to a page that is not up to date is refused; the block stays with the file, as it is. */
static int old_fs_write_end(struct file *file, struct address_space *mapping, loff_t pos, unsigned len, unsigned copied,
			    struct page *page, void *fsdata)
{
	(void)file, (void)mapping, (void)fsdata;
	if (copied < len && !PageUptodate(page))
		copied = 0;
	if (copied == PAGE_SIZE)
		SetPageUptodate(page);
	hw_accept(pos, copied);
	unlock_page(page);
	return copied;
}

/* What is on the disk: zeroes for a hole, the old content of the block where there is one. */
static void old_fs_read_folio(struct folio *folio)
{
	if (block_allocated)
		folio_mark_uptodate(folio);
	else
		hw_read_in(folio);
}
