/* SPDX-License-Identifier: Apache-2.0 */
/* mlock and munmap lock pages of the file, and hold mmap_lock for writing meanwhile. */
#define HW_PAGES HW_FILE(0), HW_FILE(1)
#define HW_MLOCK_PAGE 0
#define HW_MUNMAP_PAGE 1
#include "small_world.h"
#include <hw/process_threads.h>

static bool unmapped;

static void hw_page_became_bad(unsigned long page)
{
	unmapped = true;
	hw_assert(page == 1 && hw_mm.mmap_lock.for_writing, "page 1 is unmapped, alone");
}

HW_THREAD(test)
{
	folio_lock(&hw_folio[0]);
	folio_unlock(&hw_folio[0]);
	mmap_read_lock(&hw_mm);
	IS(hw_mm.mmap_lock.for_writing, false);
	IS(hw_page[1] == BAD, unmapped);
	mmap_read_unlock(&hw_mm);
	hw_holds_nothing();
}
