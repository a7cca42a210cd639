/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A search that locks the leaf and copies each item to user memory, with page faults enabled, as it finds it.
 *
 * A fault under the tree lock takes mmap_lock, and for a mapping of a file of this file system whatever dirtying an
 * inode takes. Others take the same locks the other way round.
 */
#include "mmap.h"

static int copy_to_sk(char __user *buffer, int found)
{
	while (found < ITEMS) {
		char data[1] = { item(found) };

		if (copy_to_user(buffer + found, data, 1))
			return -EFAULT;
		found++;
	}
	return found;
}

static int search_ioctl(char __user *buffer)
{
	int found;

	down_read(&tree_lock);
	found = copy_to_sk(buffer, 0);
	up_read(&tree_lock);
	return found;
}

HW_HARNESS(search, search_ioctl)
