/* SPDX-License-Identifier: Apache-2.0 */
/* Who owes a resource is its holder until it is settled, in both kinds of field; several may owe at a time. */
#include "small_world.h"
#include <hw/transaction_group.h>

static int one HW_HOLDER("one debtor");
static unsigned long many HW_HOLDERS("many debtors");

HW_THREADS(debtor, 2)
{
	hw_atomic {
		hw_owes(many);
	}
	IS(many >> hw_self() & 1, 1);
	if (hw_index() == 0) {
		hw_atomic {
			hw_owes(one);
		}
		IS(one, hw_self() + 1);
		hw_atomic {
			hw_settled(one);
		}
		IS(one, 0);
	}
	hw_atomic {
		hw_settled(many);
	}
	IS(many >> hw_self() & 1, 0);
	hw_wait_for(many, many == 0);
	hw_wait_for(one, one == 0);
}

/* Between joining and leaving a group, the group is not written out. */
HW_THREAD(transaction)
{
	hw_join_group();
	IS(hw_group.members, 1UL << hw_self());
	hw_leave_group();
	hw_join_group();
	hw_leave_group();
	IS(hw_group.members, 0);
}
