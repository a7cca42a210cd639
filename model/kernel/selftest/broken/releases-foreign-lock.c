/* SPDX-License-Identifier: Apache-2.0 */
/* A semaphore that another task reads is released for it. */
#include "../small_world.h"

static bool reading;

HW_THREAD(reader)
{
	mmap_read_lock(&hw_mm);
	reading = true;
	hw_wait(!reading);
	mmap_read_unlock(&hw_mm);
}

HW_THREAD(other)
{
	hw_wait(reading);
	mmap_read_unlock(&hw_mm);
	reading = false;
}
