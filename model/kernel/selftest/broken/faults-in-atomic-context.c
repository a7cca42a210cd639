/* SPDX-License-Identifier: Apache-2.0 */
/* A copy with page faults enabled where preemption is not: an error though the page is mapped. */
#define HW_PAGES HW_RESIDENT
#include "../small_world.h"

HW_THREAD(test)
{
	char byte[1];

	preempt_disable();
	copy_from_user(byte, USER(0), 1);
	preempt_enable();
}
