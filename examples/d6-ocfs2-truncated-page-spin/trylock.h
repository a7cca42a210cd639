/* SPDX-License-Identifier: Apache-2.0 */
/* What history had: whoever can't have the cluster lock at once drops the page lock, and all is tried again. */
#include "page.h"

static int inode_lock_with_page(struct folio *folio)
{
	if (hw_cluster_trylock(&inode_lock, 0))
		return 0;
	folio_unlock(folio);
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
