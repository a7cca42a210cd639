/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A lock of a cluster of two nodes, as a lock manager keeps it (fs/dlm and fs/ocfs2/dlmglue.c, 4.12). The manager
 * grants it to one node at a time; requests that can't be granted queue, first come first served. A node keeps the
 * lock when its tasks are done with it, until it is asked for it (the blocking callback), and then takes no new use
 * of it before it has given it back. A try-request asks, too, but leaves nothing in the queue.
 *
 * HW_CLUSTER_NODE(name, lock, node) is the daemon of a node that honours the callback: as soon as no task of the node
 * uses the lock or has been promised it, weakly fairly. Only exclusive use is modelled, messages between nodes take no
 * time, nodes don't fail. Waiting is strongly fair, but what waits behind a queue is not served before its turn. No step
 * makes a choice.
 */
#ifndef HW_CLUSTER_LOCK_H
#define HW_CLUSTER_LOCK_H

#include <headway.h>
#include <linux/preempt.h>
#include <linux/types.h>

#define HW_NODES 2

struct hw_cluster_lock {
	int granted;                         /* the node that has it, counted from 1; 0: nobody */
	int queue[HW_NODES];                 /* nodes that wait for it, the first one first; 0: nobody */
	int waiting[HW_NODES];               /* by node: its tasks in the queue */
	int served;                          /* tasks of the node that has it, whose turn has come */
	bool asked;                          /* the node that has it is to give it back */
	int user HW_HOLDER("cluster lock");  /* the task that uses it */
};

/* The node may use the lock that it has. */
#define hw_usable(lock, node) ((lock)->granted == (node) + 1 && !(lock)->asked)
#define hw_queues(lock, node) ((lock)->queue[0] == (node) + 1 || (lock)->queue[1] == (node) + 1)

/* The next one in the queue has the lock, and is asked for it at once if somebody comes behind. Within one step. */
static inline void hw_grant_next(struct hw_cluster_lock *lock)
{
	lock->granted = lock->queue[0];
	lock->queue[0] = lock->queue[1];
	lock->queue[1] = 0;
	lock->asked = lock->queue[0] != 0;
	for (int node = 0; node < HW_NODES; node++) {
		if (lock->granted == node + 1) {
			lock->served = lock->waiting[node];
			lock->waiting[node] = 0;
		}
	}
}

static inline void hw_cluster_lock(struct hw_cluster_lock *lock, int node)
{
	might_sleep();
	hw_require("locks", lock->user != hw_self() + 1, "hw_cluster_lock of a lock that this task uses already");
	hw_atomic {
		if (hw_usable(lock, node)) {
			lock->served++;
		} else {
			lock->waiting[node]++;
			if (!hw_queues(lock, node))
				lock->queue[lock->queue[0] != 0] = node + 1;
			if (lock->granted == 0)
				hw_grant_next(lock);
			else
				lock->asked = true;
		}
	}
	/* Whose turn has come uses it, though the next one has asked by then. */
	hw_atomic {
		hw_acquire(lock->user, lock->granted == node + 1 && lock->served > 0 && lock->user == 0);
		lock->served--;
		lock->user = hw_self() + 1;
		current->owned++;
	}
}

static inline bool hw_cluster_trylock(struct hw_cluster_lock *lock, int node)
{
	bool taken = false;

	hw_atomic {
		if (lock->granted == 0)
			lock->granted = node + 1;  /* where nobody has it nobody queues */
		if (hw_usable(lock, node) && lock->user == 0) {
			lock->user = hw_self() + 1;
			current->owned++;
			taken = true;
		} else if (lock->granted != node + 1) {
			lock->asked = true;
		}
	}
	return taken;
}

static inline void hw_cluster_unlock(struct hw_cluster_lock *lock)
{
	hw_atomic {
		hw_require("locks", lock->user == hw_self() + 1,
			   "hw_cluster_unlock of a lock that this task does not use");
		current->owned -= lock->user == hw_self() + 1;
		lock->user = 0;
	}
}

#define HW_CLUSTER_NODE(name, lock, node) \
HW_DAEMON(name) \
{ \
	hw_atomic { \
		hw_wait_idle((lock)->granted == (node) + 1 && (lock)->asked && (lock)->served == 0 && \
			     (lock)->user == 0); \
		hw_grant_next(lock); \
	} \
}

#endif /* HW_CLUSTER_LOCK_H */
