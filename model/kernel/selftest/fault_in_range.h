/* SPDX-License-Identifier: Apache-2.0 */
/* What all fault-ins of a range have in common; FAULT_IN names the one under test. */
#define HW_PAGES HW_GOOD, HW_EVICTED, HW_SUBBAD(1), HW_BAD
#include "small_world.h"

HW_THREAD(test)
{
	/* Nothing is asked for, not even of a bad page; no lock is taken. */
	IS(FAULT_IN(USER(0), 0), 0);
	IS(FAULT_IN(USER(6), 0), 0);
	IS(hw_page[1], EVICT);
	mmap_write_lock(&hw_mm);
	IS(FAULT_IN(USER(0), 0), 0);
	mmap_write_unlock(&hw_mm);

	/* The first byte fails: all is missing. So it is behind the last page. */
	IS(FAULT_IN(USER(6), 2), 2);
	IS(FAULT_IN(USER(8), 3), 3);

	/* The answer is a suffix: the pages up to the bad one are in, and mapped. */
	IS(FAULT_IN(USER(1), 7), 2);
	IS(hw_page[0], RES);
	IS(hw_page[1], RES);
	IS(hw_page[3], BAD);
	IS(FAULT_IN(USER(1), 6), 1);
	IS(FAULT_IN(USER(1), 2), 0);

	/* Behind the first byte of a page none is looked at, though it faults. */
	IS(FAULT_IN(USER(4), 2), 0);
	IS(FAULT_IN(USER(2), 4), 0);
	IS(hw_load(5), false);
	IS(hw_store(5, HW_ZERO), false);
	IS(hw_mm.mmap_lock.holders, 0);
}
