/* SPDX-License-Identifier: Apache-2.0 */
/* A task that reads twice, and another that writes in between: in the fair variant the first waits for itself. */
#include "../small_world.h"

HW_THREAD(reader)
{
	mmap_read_lock(&hw_mm);
	mmap_read_lock(&hw_mm);
	mmap_read_unlock(&hw_mm);
}

HW_THREAD(writer)
{
	mmap_write_lock(&hw_mm);
	mmap_write_unlock(&hw_mm);
}
