/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The write path before 2.6.24, on the same simple file system: the loop itself locks the page, prepare_write readies a
 * part of it, the copy goes there with page faults enabled, and commit_write takes the whole part, whatever arrived.
 *
 * No choice, except in the fault path.
 */
#ifndef HW_PREPARE_WRITE_H
#define HW_PREPARE_WRITE_H

#include <hw/simple_fs.h>

#define PAGE_CACHE_SIZE PAGE_SIZE
#define PAGE_CACHE_SHIFT PAGE_SHIFT

/* __grab_cache_page, mm/filemap.c, 2.6.17: the page, locked; the file may not grow beyond the folios of the model. */
static inline struct page *__grab_cache_page(struct address_space *mapping, unsigned long index)
{
	(void)mapping;
	if (index >= HW_FOLIOS) {
		hw_excused = true;
		return NULL;
	}
	folio_lock(&hw_folio[index]);
	return &hw_folio[index].page;
}

/* include/linux/pagemap.h, 2.6.17. Pages are never freed here. */
static inline void page_cache_release(struct page *page)
{
	(void)page;
}

/* block_prepare_write, fs/buffer.c, 2.6.17. */
static int simple_fs_prepare_write(struct file *file, struct page *page, unsigned from, unsigned to)
{
	(void)file;
	hw_require("contract", from <= to && to <= PAGE_SIZE, "prepare_write of no part of the page");
	hw_require("locks", folio_test_locked(page_folio(page)), "prepare_write of a page that is not locked");
	hw_short_copy_accepted = hw_copy_refused = false;
	return 0;
}

/* generic_commit_write, fs/buffer.c, 2.6.17. The page stays locked. */
static int simple_fs_commit_write(struct file *file, struct page *page, unsigned from, unsigned to)
{
	struct inode *inode = file_inode(file);
	loff_t pos = hw_folio_number(page_folio(page)) * PAGE_SIZE + from;

	hw_require("locks", folio_test_locked(page_folio(page)), "commit_write of a page that is not locked");
	if (to - from == PAGE_SIZE)
		folio_mark_uptodate(page_folio(page));
	hw_accept(pos, to - from);
	if (pos + (to - from) > i_size_read(inode))
		i_size_write(inode, pos + (to - from));
	return 0;
}

/* filemap_copy_from_user, mm/filemap.c, 2.6.17: how many bytes of a single range are copied, page faults included. */
static inline size_t filemap_copy_from_user(struct page *page, unsigned long offset, const char __user *buf,
					    unsigned bytes)
{
	size_t copied = 0;

	while (copied < bytes && hw_copy_byte(page_folio(page), offset + copied, (unsigned long)buf + copied))
		copied++;
	hw_note("%lu of %u bytes are copied", copied, bytes);
	return copied;
}

/* filemap_copy_from_user_iovec, mm/filemap.c, 2.6.17: the same, from byte `base` of a segment on through later ones. */
static inline size_t filemap_copy_from_user_iovec(struct page *page, unsigned long offset, const struct iovec *iov,
						  size_t base, size_t bytes)
{
	size_t copied = 0;

	while (copied < bytes) {
		if (base == iov->iov_len) {
			iov++;
			base = 0;
			continue;
		}
		if (!hw_copy_byte(page_folio(page), offset + copied, (unsigned long)iov->iov_base + base))
			break;
		base++;
		copied++;
	}
	hw_note("%lu of %lu bytes are copied", copied, bytes);
	return copied;
}

#endif /* HW_PREPARE_WRITE_H */
