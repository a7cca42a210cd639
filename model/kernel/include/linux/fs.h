/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files, as far as buffered reads and writes see them (include/linux/fs.h, 6.14). write_begin and write_end have
 * changed their parameters: flags until 5.18, pages until 6.11, folios since 6.12, the kiocb in place of the file
 * since 6.17. Before 2.6.24 there were prepare_write and commit_write instead.
 */
#ifndef _LINUX_FS_H
#define _LINUX_FS_H

#include <hw/page_cache.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/rwsem.h>
#include <linux/types.h>
#include <linux/uio.h>

struct address_space;
struct file;
struct kiocb;

#if HW_LINUX_VERSION < KERNEL_VERSION(6, 12, 0)
#define HW_BEGIN_HANDLE struct page
#else
#define HW_BEGIN_HANDLE struct folio
#endif
#if HW_LINUX_VERSION < KERNEL_VERSION(6, 17, 0)
#define HW_BEGIN_FILE struct file *
#else
#define HW_BEGIN_FILE const struct kiocb *
#endif

#if HW_LINUX_VERSION < KERNEL_VERSION(5, 19, 0)
#define HW_BEGIN_FLAGS unsigned flags,
#else
#define HW_BEGIN_FLAGS
#endif

struct address_space_operations {
#if HW_LINUX_VERSION < KERNEL_VERSION(2, 6, 24)
	int (*prepare_write)(struct file *file, struct page *page, unsigned from, unsigned to);
	int (*commit_write)(struct file *file, struct page *page, unsigned from, unsigned to);
#else
	int (*write_begin)(HW_BEGIN_FILE file, struct address_space *mapping, loff_t pos, unsigned len, HW_BEGIN_FLAGS
			   HW_BEGIN_HANDLE **handle, void **fsdata);
	int (*write_end)(HW_BEGIN_FILE file, struct address_space *mapping, loff_t pos, unsigned len, unsigned copied,
			 HW_BEGIN_HANDLE *handle, void *fsdata);
#endif
};

struct inode {
	loff_t i_size;
	struct rw_semaphore i_rwsem;
	struct address_space *i_mapping;
};

struct address_space {
	struct inode *host;
	const struct address_space_operations *a_ops;
	struct rw_semaphore invalidate_lock;
};

struct file {
	struct address_space *f_mapping;
	struct inode *f_inode;
};

struct kiocb {
	struct file *ki_filp;
	loff_t ki_pos;
	int ki_flags;
};

#define IOCB_NOWAIT (1 << 7)

static inline struct inode *file_inode(const struct file *file)
{
	return file->f_inode;
}

static inline void inode_lock(struct inode *inode)
{
	down_write(&inode->i_rwsem);
}

static inline void inode_unlock(struct inode *inode)
{
	up_write(&inode->i_rwsem);
}

static inline void inode_lock_shared(struct inode *inode)
{
	down_read(&inode->i_rwsem);
}

static inline void inode_unlock_shared(struct inode *inode)
{
	up_read(&inode->i_rwsem);
}

static inline int inode_trylock(struct inode *inode)
{
	return down_write_trylock(&inode->i_rwsem);
}

static inline int inode_trylock_shared(struct inode *inode)
{
	return down_read_trylock(&inode->i_rwsem);
}

static inline void filemap_invalidate_lock(struct address_space *mapping)
{
	down_write(&mapping->invalidate_lock);
}

static inline void filemap_invalidate_unlock(struct address_space *mapping)
{
	up_write(&mapping->invalidate_lock);
}

static inline void filemap_invalidate_lock_shared(struct address_space *mapping)
{
	down_read(&mapping->invalidate_lock);
}

static inline void filemap_invalidate_unlock_shared(struct address_space *mapping)
{
	up_read(&mapping->invalidate_lock);
}

static inline loff_t i_size_read(const struct inode *inode)
{
	return inode->i_size;
}

static inline void i_size_write(struct inode *inode, loff_t size)
{
	inode->i_size = size;
}

#endif
