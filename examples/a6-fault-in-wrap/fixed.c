/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A buffered write, and how it faults in a segment page by page.
 *
 * A range that runs over the end of the address space is a fault by itself.
 */
#include "surroundings.h"

/* One byte of each page of the range, first to last. */
static int fault_in_multipages(const char __user *uaddr, size_t size)
{
	unsigned long address = (unsigned long)uaddr, end = address + size - 1;

	if (size == 0)
		return 0;
	if (address > end)
		return -EFAULT;
	while (address <= end) {
		if (!hw_load(address))
			return -EFAULT;
		address += PAGE_SIZE;
	}
	/* The last page, where the steps went over its first bytes. */
	if ((address & PAGE_MASK) == (end & PAGE_MASK) && !hw_load(end))
		return -EFAULT;
	return 0;
}

static int fault_in_segment(const struct iov_iter *i, size_t bytes)
{
	const char __user *start = (const char __user *)iter_iov(i)->iov_base + i->iov_offset;

	return fault_in_multipages(start, min(bytes, iter_iov(i)->iov_len - i->iov_offset));
}

static ssize_t multipage_write(struct kiocb *iocb, struct iov_iter *i)
{
	struct file *file = iocb->ki_filp;
	struct address_space *mapping = file->f_mapping;
	loff_t pos = iocb->ki_pos;
	ssize_t written = 0;
	long status = 0;

	while (iov_iter_count(i)) {
		size_t offset = offset_in_page(pos);
		size_t bytes = min(PAGE_SIZE - offset, iov_iter_count(i)), copied;
		struct page *page;
		void *fsdata = NULL;

again:
		if (fault_in_segment(i, bytes)) {
			status = -EFAULT;
			break;
		}

		status = mapping->a_ops->write_begin(file, mapping, pos, bytes, 0, &page, &fsdata);
		if (status < 0)
			break;
		copied = iov_iter_copy_from_user_atomic(page, i, offset, bytes);
		status = mapping->a_ops->write_end(file, mapping, pos, bytes, copied, page, fsdata);
		if (status < 0)
			break;

		iov_iter_advance(i, status);
		if (status == 0) {
			bytes = min(PAGE_SIZE - offset, iov_iter_single_seg_count(i));
			goto again;
		}
		pos += status;
		written += status;
	}

	iocb->ki_pos = pos;
	return written ? written : status;
}

HW_HARNESS(buffered_write, multipage_write)
