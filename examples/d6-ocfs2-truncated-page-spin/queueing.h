/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The repair: with the page unlocked the lock is asked for in earnest, waited for, and given up at once; then all is
 * tried again. The task sleeps meanwhile, and stands in the queue.
 */
#include "page.h"

static int inode_lock_with_page(struct folio *folio)
{
	if (hw_cluster_trylock(&inode_lock, 0))
		return 0;
	folio_unlock(folio);
	hw_cluster_lock(&inode_lock, 0);
	hw_cluster_unlock(&inode_lock);
	return AOP_TRUNCATED_PAGE;
}

static int readpage(struct folio *folio)
{
	int ret = inode_lock_with_page(folio);

	if (ret)
		return ret;
	cached = true;
	hw_cluster_unlock(&inode_lock);
	folio_unlock(folio);
	return 0;
}
