/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies items from a tree to user memory under the tree's locks, without faults. After a fault it drops the locks,
 * faults the rest of the buffer in, and copies the item again from its header on.
 *
 * One byte of each page is probed. If a later byte of a page is bad, the probe is content and the item is not: the loop
 * comes back to the same item for ever.
 */
#include "surroundings.h"

/* Runs under the tree's locks, where a fault is not allowed. 1: enough; 0: go on, be it after a fault. */
static int copy_to_sk(struct search_key *sk, size_t buf_size, char __user *ubuf, size_t *sk_offset,
		      unsigned int *num_found)
{
	while (sk->next < TREE_ITEMS) {
		if (2 > buf_size - *sk_offset)
			return 1;

		if (copy_to_user_nofault(ubuf + *sk_offset, item_header(sk->next), 1))
			return 0;
		*sk_offset += 1;
		if (copy_to_user_nofault(ubuf + *sk_offset, item_payload(sk->next), 1)) {
			/* The item is copied again from its header on. */
			*sk_offset -= 1;
			return 0;
		}
		*sk_offset += 1;

		sk->next++;
		(*num_found)++;
		if (*num_found >= sk->nr_items)
			return 1;
	}
	return 0;
}

static int search_ioctl(struct search_key *sk, size_t buf_size, char __user *ubuf)
{
	unsigned int num_found = 0;
	size_t sk_offset = 0;
	int ret;

	for (;;) {
		ret = -EFAULT;
		if (fault_in_writeable(ubuf + sk_offset, buf_size - sk_offset))
			break;

		ret = btrfs_search_forward(sk);
		if (ret)
			break;
		ret = copy_to_sk(sk, buf_size, ubuf, &sk_offset, &num_found);
		if (ret)
			break;
	}
	if (ret > 0)
		ret = 0;
	sk->nr_items = num_found;
	return ret;
}

/* The caller looks at the count where the call succeeded. */
static ssize_t search_all(struct kiocb *iocb, struct iov_iter *to)
{
	struct search_key sk = { .next = 0, .nr_items = TREE_ITEMS };
	int ret = search_ioctl(&sk, iov_iter_count(to), (char __user *)hw_address(to));

	(void)iocb;
	if (ret)
		return ret;
	iov_iter_advance(to, 2 * sk.nr_items);
	return 2 * sk.nr_items;
}

HW_HARNESS(copy_out, search_all)
