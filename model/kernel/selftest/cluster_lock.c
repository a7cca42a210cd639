/* SPDX-License-Identifier: Apache-2.0 */
/* First come, first served; a node keeps what it had, until it is asked; a try-request leaves nothing in the queue. */
#include "small_world.h"
#include <hw/cluster_lock.h>

static struct hw_cluster_lock lock;
static int inside;      /* tasks that use the lock */
static bool queued;     /* node 1 was in the queue while node 0 had the lock … */
static bool overtaken;  /* … and node 0 got it once more before node 1 did */

HW_CLUSTER_NODE(node0, &lock, 0)
HW_CLUSTER_NODE(node1, &lock, 1)

static void use(void)
{
	IS(inside, 0);
	inside = 1;
	if (hw_queues(&lock, 1))
		queued = true;
	IS(inside, 1);
	inside = 0;
}

HW_THREAD(on_node0)
{
	for (int round = 0; round < 2; round++) {
		hw_cluster_lock(&lock, 0);
		IS(lock.granted, 1);
		if (queued)
			overtaken = true;
		use();
		hw_cluster_unlock(&lock);
	}
	if (hw_cluster_trylock(&lock, 0)) {
		use();
		hw_cluster_unlock(&lock);
	}
	IS(hw_queues(&lock, 0), 0);
}

HW_THREAD(on_node1)
{
	hw_cluster_lock(&lock, 1);
	IS(lock.granted, 2);
	IS(overtaken, 0);
	use();
	queued = false;
	hw_cluster_unlock(&lock);
}
