/* SPDX-License-Identifier: Apache-2.0 */
/*
 * While one task reads and another waits to write, a third can read exactly where readers pass: a second read by the
 * first task would wait for ever in the fair variant only.
 */
#include "small_world.h"

static bool tried;

HW_THREAD(reader)
{
	mmap_read_lock(&hw_mm);
	hw_wait(tried);
	mmap_read_unlock(&hw_mm);
}

HW_THREAD(writer)
{
	hw_wait(hw_mm.mmap_lock.holders != 0);
	mmap_write_lock(&hw_mm);
	IS(tried, true);
	mmap_write_unlock(&hw_mm);
}

HW_THREAD(third)
{
	hw_wait(hw_mm.mmap_lock.queued != 0);
	if (mmap_read_trylock(&hw_mm)) {
		IS(hw_rwsem_variant, READERS_PASS);
		mmap_read_unlock(&hw_mm);
	} else {
		IS(hw_rwsem_variant, FAIR);
	}
	tried = true;
	mmap_read_lock(&hw_mm);
	mmap_read_unlock(&hw_mm);
}
