/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A loop that delivers a page of the file with faults disabled and faults its destination in for stores, against
 * reclaim and write protection: it ends, and what it has delivered stays.
 */
#define HW_PAGES HW_GOOD, HW_GOOD, HW_READ_ONLY
#define HW_RECLAIM 1
#define HW_WRITE_PROTECT 1
#define HW_PARTIAL_FAULT_IN 1
#define HW_SHORT_COPY 1
#include "small_world.h"

static const struct iovec segments[] = { { USER(1), 1 }, { USER(4), 0 }, { USER(2), 1 }, { USER(4), 1 } };
static const unsigned long addresses[] = { 1, 2 };

static void delivered(unsigned long bytes)
{
	for (unsigned long k = 0; k < bytes; k++)
		IS(hw_user_content[addresses[k]], hw_from_file(k));
}

HW_THREAD(test)
{
	struct iov_iter iter;
	unsigned long done = 0;

	hw_uptodate[0] = hw_uptodate[1] = true;
	iov_iter_init(&iter, ITER_DEST, segments, 4, 3);
	while (iov_iter_count(&iter)) {
		size_t bytes = min(iov_iter_count(&iter), PAGE_SIZE - done % PAGE_SIZE), copied;

		pagefault_disable();
		copied = copy_folio_to_iter(&hw_folio[done / PAGE_SIZE], done % PAGE_SIZE, bytes, &iter);
		pagefault_enable();
		done += copied;
		delivered(done);
		if (!copied && fault_in_iov_iter_writeable(&iter, bytes) == bytes)
			break;
	}
	IS(done, 2);
	delivered(2);
}
