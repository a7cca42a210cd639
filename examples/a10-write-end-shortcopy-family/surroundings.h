/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A good byte and a bad one, written over a page of a file that is not in memory, while somebody else reads there. The
 * fault-in of this kernel looks at the current segment alone, so that the copy is tried, and is short.
 */
#define HW_LINUX_VERSION KERNEL_VERSION(4, 7, 0)
#define HW_PAGES HW_GOOD, HW_BAD
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 1) SEGMENT(2, 1)
#define HW_FOLIOS 1
#define HW_BEGIN_UPTODATE 0
#define HW_HOLES 0
#define HW_READER 1
#define HW_READ_FOLIO(folio) hw_read_anew(folio)

#include <linux/fs.h>

static int net_fs_write_begin(struct file *file, struct address_space *mapping, loff_t pos, unsigned len, unsigned flags,
			      struct page **pagep, void **fsdata);
static int net_fs_write_end(struct file *file, struct address_space *mapping, loff_t pos, unsigned len, unsigned copied,
			    struct page *page, void *fsdata);

#define HW_OPERATIONS .write_begin = net_fs_write_begin, .write_end = net_fs_write_end

#include <harness/buffered_write.h>

/* A page that is not overwritten whole is read from the server first. */
static int net_fs_write_begin(struct file *file, struct address_space *mapping, loff_t pos, unsigned len, unsigned flags,
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
