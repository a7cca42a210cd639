/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A transaction group as a barrier: transactions join the open group; a daemon closes it whenever it likes, waits until
 * all of its members are done, writes the group out and opens the next. Who comes while a group is being closed waits.
 * module/zfs/txg.c (txg_hold_open, txg_quiesce) and dmu_tx.c (dmu_tx_assign), OpenZFS 0.7; btrfs's transactions wait
 * in the same manner (wait_current_trans, btrfs_commit_transaction, fs/btrfs/transaction.c, 5.10).
 *
 * In ZFS the next group is open while the last one is closed; but whoever finds too much dirty data in it waits for
 * the last one to be written. Here everybody does. Joining is strongly fair; no step makes a choice.
 */
#ifndef HW_TRANSACTION_GROUP_H
#define HW_TRANSACTION_GROUP_H

#include <headway.h>
#include <linux/preempt.h>

struct hw_group {
	unsigned long members HW_HOLDERS("open transaction");
	int closer HW_HOLDER("closing transaction group");
};

static struct hw_group hw_group;

static inline void hw_join_group(void)
{
	might_sleep();
	hw_atomic {
		hw_acquire(hw_group.closer, hw_group.closer == 0);
		hw_owes(hw_group.members);
	}
}

static inline void hw_leave_group(void)
{
	hw_atomic {
		hw_require("locks", hw_group.members & (1UL << hw_self()), "a transaction ends that was never begun");
		hw_settled(hw_group.members);
	}
}

HW_DAEMON(group_closer)
{
	hw_atomic {
		hw_owes(hw_group.closer);
	}
	hw_wait_for(hw_group.members, hw_group.members == 0);
	hw_atomic {
		hw_settled(hw_group.closer);
	}
}

#endif /* HW_TRANSACTION_GROUP_H */
