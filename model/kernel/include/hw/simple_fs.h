/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file system for buffered writes: the rule that block_write_end (fs/buffer.c) and iomap_write_end
 * (fs/iomap/buffered-io.c), 6.14, have in common. write_begin locks the folio. write_end accepts all that was copied,
 * or nothing: nothing where the copy was short and the folio is not up to date, for the rest of the range would be
 * rubbish that readers could see. In that case the range is zeroed.
 *
 * The harness defines hw_accept, which hears of every accepted range while the folio is still locked. A model with a
 * file system of its own names its operations in HW_OPERATIONS, and tells hw_accept what it accepts.
 */
#ifndef HW_SIMPLE_FS_H
#define HW_SIMPLE_FS_H

#include <linux/fs.h>
#include <linux/pagemap.h>

static inline void hw_accept(loff_t pos, size_t bytes);

/* What became of the last copy: short and accepted, or short and refused. Forgotten when the next one begins. */
static bool hw_short_copy_accepted HW_GHOST;
static bool hw_copy_refused HW_GHOST;

/* The file may not grow beyond the folios of the model. That there is no memory is a whim. Both excuse the loop. */
static inline int hw_write_begin(loff_t pos, struct folio **folio)
{
	hw_require("contract", pos >= 0, "write_begin at a negative position");
	if (pos / PAGE_SIZE >= HW_FOLIOS) {
		hw_excused = true;
		return -EFBIG;
	}
	if (HW_WRITE_BEGIN_FAILS && hw_whim("write_begin finds no memory")) {
		hw_excused = true;
		return -ENOMEM;
	}
	hw_short_copy_accepted = hw_copy_refused = false;
	*folio = &hw_folio[pos / PAGE_SIZE];
	folio_lock(*folio);
	return 0;
}

static inline void hw_zero_range(struct folio *folio, size_t offset, size_t bytes)
{
	for (size_t k = 0; k < bytes; k++)
		hw_store_granule(folio, offset + k, HW_ZERO);
}

/* How many of the copied bytes are accepted; the folio stays locked. No choice. */
static inline unsigned hw_write_end(struct inode *inode, loff_t pos, unsigned len, unsigned copied, struct folio *folio)
{
	hw_require("contract", copied <= len, "write_end: more was copied than write_begin was told");
	hw_require("locks", folio_test_locked(folio), "write_end of a folio that is not locked");
	if (copied < len && !folio_test_uptodate(folio)) {
		hw_zero_range(folio, offset_in_folio(folio, pos), len);
		hw_copy_refused = true;
		hw_note("write_end refuses a copy of %u bytes out of %u", copied, len);
		return 0;
	}
	if (copied == folio_size(folio))
		folio_mark_uptodate(folio);
	hw_short_copy_accepted = 0 < copied && copied < len;
	hw_accept(pos, copied);
	if (pos + copied > i_size_read(inode))
		i_size_write(inode, pos + copied);
	return copied;
}

/* The two operations with the parameters of the kernel that the loop is written for. */
#if HW_LINUX_VERSION < KERNEL_VERSION(6, 12, 0)
#define hw_folio_of(handle) page_folio(handle)
#define hw_handle_of(folio) (&(folio)->page)
#else
#define hw_folio_of(handle) (handle)
#define hw_handle_of(folio) (folio)
#endif

#if HW_LINUX_VERSION < KERNEL_VERSION(2, 6, 24)
#include <hw/prepare_write.h>
#else
static int simple_fs_write_begin(HW_BEGIN_FILE file, struct address_space *mapping, loff_t pos, unsigned len,
				 HW_BEGIN_FLAGS HW_BEGIN_HANDLE **handle, void **fsdata)
{
	struct folio *folio;
	int error = hw_write_begin(pos, &folio);

	(void)file, (void)mapping, (void)len, (void)fsdata;
	if (!error)
		*handle = hw_handle_of(folio);
	return error;
}

static int simple_fs_write_end(HW_BEGIN_FILE file, struct address_space *mapping, loff_t pos, unsigned len,
			       unsigned copied, HW_BEGIN_HANDLE *handle, void *fsdata)
{
	struct folio *folio = hw_folio_of(handle);
	unsigned accepted = hw_write_end(mapping->host, pos, len, copied, folio);

	(void)file, (void)fsdata;
	folio_unlock(folio);
	return accepted;
}

#endif

#ifndef HW_OPERATIONS
#if HW_LINUX_VERSION < KERNEL_VERSION(2, 6, 24)
#define HW_OPERATIONS .prepare_write = simple_fs_prepare_write, .commit_write = simple_fs_commit_write
#else
#define HW_OPERATIONS .write_begin = simple_fs_write_begin, .write_end = simple_fs_write_end
#endif
#endif

static const struct address_space_operations hw_operations = { HW_OPERATIONS };
static struct address_space hw_mapping;
static struct inode hw_inode = { .i_mapping = &hw_mapping };
static struct address_space hw_mapping = { .host = &hw_inode, .a_ops = &hw_operations };
static struct file hw_file = { .f_mapping = &hw_mapping, .f_inode = &hw_inode };

#endif /* HW_SIMPLE_FS_H */
