/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A search that faults what is left of its buffer in while it holds no lock, then locks the leaf and copies without
 * faults. Where that does not work out, the lock is dropped, and the search goes on behind the last item delivered.
 */
#include "page-mkwrite.h"

static int copy_to_sk(char __user *buffer, int found)
{
	while (found < ITEMS) {
		char data[1] = { item(found) };

		/* The lock is dropped, and the next fault-in says whether the byte is bad. */
		if (copy_to_user_nofault(buffer + found, data, 1))
			break;
		found++;
	}
	return found;
}

static int search_ioctl(char __user *buffer)
{
	int found = 0;

	while (found < ITEMS) {
		if (fault_in_writeable(buffer + found, ITEMS - found) == ITEMS - found)
			return -EFAULT;
		down_read(&tree_lock);
		found = copy_to_sk(buffer, found);
		up_read(&tree_lock);
	}
	return found;
}

HW_HARNESS(search, search_ioctl)
