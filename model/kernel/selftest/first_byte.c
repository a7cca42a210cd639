/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whatever stops early by choice: where nobody takes pages, a fault-in brings in the first page if it is legal, and a
 * copy copies the first byte if it is accessible.
 */
#define HW_PAGES HW_GOOD, HW_GOOD
#define HW_PARTIAL_FAULT_IN 1
#define HW_SHORT_COPY 1
#include "small_world.h"

static const struct iovec segments[] = { { USER(0), 0 }, { USER(1), 1 }, { USER(2), 2 } };

static void comes_forward(size_t done, size_t size)
{
	hw_assert(1 <= done && done <= size, "at least the first byte, and at most all of them");
}

HW_THREAD(test)
{
	char buffer[2] = { 1, 1 };
	struct iov_iter iter;

	iov_iter_init(&iter, ITER_DEST, segments, 3, 3);
	comes_forward(3 - fault_in_readable(USER(1), 3), 3);
	comes_forward(3 - fault_in_iov_iter_readable(&iter, 3), 3);
	comes_forward(3 - fault_in_safe_writeable(USER(1), 3), 3);
	comes_forward(3 - fault_in_iov_iter_writeable(&iter, 3), 3);
	comes_forward(3 - fault_in_writeable(USER(1), 3), 3);
	comes_forward(3 - fault_in_subpage_writeable(USER(1), 3), 3);

	/* Only the page of byte 1 is sure to be there. */
	pagefault_disable();
	comes_forward(copy_folio_to_iter(&hw_folio[0], 0, 2, &iter), 2);
	iov_iter_init(&iter, ITER_SOURCE, segments, 3, 3);
	comes_forward(copy_folio_from_iter_atomic(&hw_folio[0], 0, 2, &iter), 2);
	comes_forward(2 - copy_from_user(buffer, USER(1), 2), 2);
	comes_forward(2 - copy_to_user(USER(1), buffer, 2), 2);
	pagefault_enable();
	comes_forward(2 - copy_from_user(buffer, USER(2), 2), 2);
	comes_forward(2 - copy_to_user(USER(2), buffer, 2), 2);
}
