/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two bytes that may not be mapped, written to a hole of the file, whose data go through a journal. One buffer to a
 * page.
 */
#define HW_LINUX_VERSION KERNEL_VERSION(4, 3, 0)
#define HW_PAGES HW_GOOD
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 2)
#define HW_FOLIOS 1

#include <linux/fs.h>

static int ext4_write_begin(struct file *file, struct address_space *mapping, loff_t pos, unsigned len, unsigned flags,
			    struct page **pagep, void **fsdata);
static int ext4_journalled_write_end(struct file *file, struct address_space *mapping, loff_t pos, unsigned len,
				     unsigned copied, struct page *page, void *fsdata);

#define HW_OPERATIONS .write_begin = ext4_write_begin, .write_end = ext4_journalled_write_end

#include <harness/buffered_write.h>

HW_SPEC("journal");

/* The buffer of the page. */
struct buffer_head {
	bool fresh;       /* BH_New: its block was allocated just now */
	bool journalled;  /* the running transaction has it: jbd2_journal_get_write_access */
	bool logged;      /* it is to be written to the journal: jbd2_journal_dirty_metadata */
};

static struct buffer_head hw_buffer;
static bool hw_dirtied_beside_journal HW_GHOST;

HW_OBSERVE(dirtied_beside_journal, hw_dirtied_beside_journal)

/* mark_buffer_dirty, fs/buffer.c, 4.3: ordinary write-back may write it from now on, whatever the journal thinks. */
static inline void mark_buffer_dirty(struct buffer_head *bh)
{
	if (bh->journalled)
		hw_dirtied_beside_journal = true;
}

/* ext4_handle_dirty_metadata, fs/ext4/ext4_jbd2.c, 4.3: the journal is told. */
static inline void ext4_handle_dirty_metadata(struct buffer_head *bh)
{
	hw_require("contract", bh->journalled, "a buffer is logged that the transaction does not have");
	bh->logged = true;
}

/* Allocates the block of a hole, and gives the buffer to the running transaction. */
static int ext4_write_begin(struct file *file, struct address_space *mapping, loff_t pos, unsigned len, unsigned flags,
			    struct page **pagep, void **fsdata)
{
	struct folio *folio;
	int error = hw_write_begin(pos, &folio);

	(void)file, (void)mapping, (void)len, (void)flags, (void)fsdata;
	if (error)
		return error;
	hw_buffer.fresh = !folio_test_uptodate(folio);
	hw_buffer.journalled = true;
	*pagep = &folio->page;
	return 0;
}
