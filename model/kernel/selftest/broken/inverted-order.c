/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One task takes the lock of the address space, as a fault does, with a folio locked; another locks a folio with the
 * address space locked. No run deadlocks: the second begins when the first is done.
 */
#include <hw/page_cache.h>
#include <linux/mmap_lock.h>

static bool written;

HW_THREAD(writer)
{
	folio_lock(&hw_folio[1]);
	mmap_read_lock(&hw_mm);
	mmap_read_unlock(&hw_mm);
	folio_unlock(&hw_folio[1]);
	written = true;
}

HW_THREAD(unmapper)
{
	hw_wait(written);
	mmap_write_lock(&hw_mm);
	folio_lock(&hw_folio[1]);
	folio_unlock(&hw_folio[1]);
	mmap_write_unlock(&hw_mm);
}
