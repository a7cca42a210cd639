/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The buffered_write harness, and a look at what the write leaves in the file: specs/content.spec. A model includes it
 * in place of harness/buffered_write.h.
 *
 * A folio that is not up to date when the call begins is a hole, or lies behind the end of the file: zeroes, which a
 * refused copy leaves there, are what a reader finds in any case. Without a reader in the model, and without a user
 * page that maps the file, such a folio becomes up to date only by being written as a whole.
 */
#ifndef HW_HARNESS_FILE_CONTENT_H
#define HW_HARNESS_FILE_CONTENT_H

#include <harness/buffered_write.h>

HW_SPEC("content");

#define HW_GRANULES_OF_FILE (HW_FOLIOS * HW_PAGE_GRANULES)
_Static_assert(HW_GRANULES_OF_FILE <= 8, "at most eight granules of the file");

#if HW_READER
#define HW_WAS_HOLE(folio) hw_began_as_hole[folio]
#else
#define HW_WAS_HOLE(folio) !hw_uptodate[folio]
#endif

/* Granule k holds what it did not hold before, and what was not accepted there. */
#define HW_TOUCHED(k) ((k) < HW_GRANULES_OF_FILE && ((k) < write_pos || (k) >= write_pos + hw_accepted) && \
	HW_HOLDS_ELSE(k, (k) < HW_GRANULES_OF_FILE ? (k) : 0))
#define HW_HOLDS_ELSE(k, cell) (hw_content[cell] != HW_STALE && \
	(hw_content[cell] != HW_ZERO || !HW_WAS_HOLE((cell) / HW_PAGE_GRANULES)))

HW_OBSERVE(touched, HW_TOUCHED(0) || HW_TOUCHED(1) || HW_TOUCHED(2) || HW_TOUCHED(3) ||
		    HW_TOUCHED(4) || HW_TOUCHED(5) || HW_TOUCHED(6) || HW_TOUCHED(7))

#endif /* HW_HARNESS_FILE_CONTENT_H */
