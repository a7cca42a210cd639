/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A page of a file that two nodes share, and the cluster lock that keeps their copies equal. The order is cluster lock,
 * then page lock; but readpage is entered with the page locked. Node 0 reads the page; another task of it writes the
 * page, in the right order. Node 1 takes the cluster lock for a write of its own, OTHER_ROUNDS times, or for ever where
 * that is 0; each time node 0 loses what it has cached.
 *
 * Where PROCESSOR is defined, the reader shares it with the daemon of its node that gives the cluster lock back.
 */
#include <hw/cluster_lock.h>
#include <hw/page_cache.h>
#include <linux/errno.h>
#include <linux/sched.h>

HW_CITES("Linux 4.12");
HW_SPEC("returns");

#ifdef PROCESSOR
#define ON_PROCESSOR HW_CPU(PROCESSOR)
#else
#define ON_PROCESSOR
#endif

#define AOP_TRUNCATED_PAGE 0x80001

static struct hw_cluster_lock inode_lock;
static bool cached;         /* what the folio holds is what the file holds */
static bool stale HW_GHOST; /* the reader was given something else */

HW_OBSERVE(granted, inode_lock.granted)
HW_OBSERVE(asked, inode_lock.asked)

static int readpage(struct folio *folio);

/* mm/filemap.c: looks the page up again, as long as readpage asks for that. */
static int read_page(struct folio *folio)
{
	int ret;

retry:
	folio_lock(folio);
	if (cached) {
		folio_unlock(folio);
		return 0;
	}
	ret = readpage(folio);
	if (ret == AOP_TRUNCATED_PAGE)
		goto retry;
	return ret;
}

ON_PROCESSOR HW_THREAD(reader)
{
	int ret = HW_CALL(read, read_page(&hw_folio[0]));

	hw_assert(ret == 0, "the page is read");
}

/* A write on the same node: cluster lock, then page lock. */
HW_THREAD(writer)
{
	hw_cluster_lock(&inode_lock, 0);
	folio_lock(&hw_folio[0]);
	folio_unlock(&hw_folio[0]);
	hw_cluster_unlock(&inode_lock);
}

static void write_on_other_node(void)
{
	hw_cluster_lock(&inode_lock, 1);
	cached = false;
	hw_cluster_unlock(&inode_lock);
}

#if OTHER_ROUNDS
HW_THREAD(other_node)
{
	for (int round = 0; round < OTHER_ROUNDS; round++)
		write_on_other_node();
}
#else
HW_DAEMON(other_node)
{
	write_on_other_node();
}
#endif

ON_PROCESSOR HW_CLUSTER_NODE(node0, &inode_lock, 0)
HW_CLUSTER_NODE(node1, &inode_lock, 1)
