/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two bytes that may go at any time, written over a block of the file that is not in memory, while somebody else reads
 * there. The whole block is to be overwritten, so that nobody reads it in first.
 */
#define HW_LINUX_VERSION KERNEL_VERSION(4, 9, 0)
#define HW_PAGES HW_GOOD
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 2)
#define HW_FOLIOS 1
#define HW_BEGIN_UPTODATE 0
#define HW_HOLES 0
#define HW_READER 1
#define HW_READ_FOLIO(folio) hw_read_anew(folio)

#include <linux/fs.h>

static int ext4_write_begin(struct file *file, struct address_space *mapping, loff_t pos, unsigned len, unsigned flags,
			    struct page **pagep, void **fsdata);
static int ext4_journalled_write_end(struct file *file, struct address_space *mapping, loff_t pos, unsigned len,
				     unsigned copied, struct page *page, void *fsdata);

#define HW_OPERATIONS .write_begin = ext4_write_begin, .write_end = ext4_journalled_write_end

#include <harness/buffered_write.h>

/* A block that is not overwritten whole is read first. */
static int ext4_write_begin(struct file *file, struct address_space *mapping, loff_t pos, unsigned len, unsigned flags,
			    struct page **pagep, void **fsdata)
{
	struct folio *folio;
	int error = hw_write_begin(pos, &folio);

	(void)file, (void)mapping, (void)flags, (void)fsdata;
	if (error)
		return error;
	if (len < PAGE_SIZE && !folio_test_uptodate(folio))
		hw_read_anew(folio);
	*pagep = &folio->page;
	return 0;
}

/* write_end_fn: the buffer's content counts, and is written to the journal. Nothing for an empty range. */
static inline void log_buffers(struct page *page, unsigned from, unsigned to)
{
	if (from < to)
		SetPageUptodate(page);
}
