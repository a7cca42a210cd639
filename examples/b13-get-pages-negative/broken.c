/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pins the pages of the first segment and says how many bytes of it lie in them. They are counted from the beginning
 * of the first page, and what lies before the segment is subtracted: where no page is pinned at all, 0 less that is
 * negative. The caller takes it for an error number.
 */
#include "surroundings.h"

HW_SPEC("direct_io_choices");

static ssize_t iov_iter_get_pages(struct iov_iter *i, struct page **pages, size_t maxsize, unsigned int maxpages,
				  size_t *start)
{
	unsigned int flags = (iov_iter_rw(i) == WRITE ? 0 : FOLL_WRITE) | (i->nofault ? FOLL_NOFAULT : 0);
	size_t length;
	int wanted, pinned;

	iov_iter_advance(i, 0);
	length = min(min(maxsize, i->count), i->hw_iov->iov_len - i->iov_offset);
	if (!length)
		return 0;
	*start = offset_in_page(hw_address(i));
	length = min(length + *start, maxpages * PAGE_SIZE);  /* from the beginning of the first page */
	wanted = DIV_ROUND_UP(length, PAGE_SIZE);
	pinned = get_user_pages_fast(hw_address(i) - *start, wanted, flags, pages);
	if (pinned < 0)
		return pinned;
	return (pinned == wanted ? length : pinned * PAGE_SIZE) - *start;
}
