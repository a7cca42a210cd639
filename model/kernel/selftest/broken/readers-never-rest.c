/* SPDX-License-Identifier: Apache-2.0 */
/* Two tasks that read by turns until a writer tells them to stop: where readers pass, it never comes to that. */
#include "../small_world.h"

static bool done;

HW_THREADS(reader, 2)
{
	while (!done) {
		mmap_read_lock(&hw_mm);
		mmap_read_unlock(&hw_mm);
	}
}

HW_THREAD(writer)
{
	mmap_write_lock(&hw_mm);
	done = true;
	mmap_write_unlock(&hw_mm);
}
