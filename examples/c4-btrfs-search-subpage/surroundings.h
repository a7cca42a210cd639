/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two items, a header and a payload of one byte each, for a buffer in good pages, or one whose last byte faults
 * though its page is good (a tag granule); and one reader of a tree. The whole buffer is probed in each pass, so that
 * one bad byte anywhere in it may fail the call. Of the search and of the tree's locks only the place is kept: the
 * key of the next item.
 */
#define HW_PAGES HW_GOOD, HW_GOOD, HW_SUBBAD(1)
#define HW_OUTPUT 1, 11, 2, 12
#define HW_UNIT 2
#define HW_BUFFER_FIRST 0
#define HW_BUFFER_LAST 2
#define HW_DUE(good, left) ((good) == 4 ? (left) : 0)
#define HW_PARTIAL_FAULT_IN 0

#include <harness/copy_out.h>

#define TREE_ITEMS 2

struct search_key {
	unsigned int next;      /* the item to go on with */
	unsigned int nr_items;  /* how many the caller wants, and then how many it got */
};

/* btrfs_search_forward, fs/btrfs/ctree.c, 5.16: 0 with the leaf locked, 1 where the tree has no more items. */
static inline int btrfs_search_forward(const struct search_key *sk)
{
	return sk->next < TREE_ITEMS ? 0 : 1;
}

static inline const unsigned char *item_header(unsigned int item)
{
	return &hw_output[2 * item];
}

static inline const unsigned char *item_payload(unsigned int item)
{
	return &hw_output[2 * item + 1];
}
