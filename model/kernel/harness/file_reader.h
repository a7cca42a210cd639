/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Somebody reads one byte of the file while it is written, at any moment: what filemap_read (mm/filemap.c, 6.14) does
 * for a page. Where the folio is not up to date it is locked and read in; then the byte is taken without a lock. Which
 * byte is read, and whether any is, are plain choices: the writer may not count on a reader to read a folio in for it.
 *
 * What may be seen: the byte that the write puts there; as long as it is not accepted also what the file held, and zero
 * where the file had a hole. Folios that are not up to date at the start are holes, unless HW_HOLES is 0. A model
 * with a file system of its own says how that one reads a folio in: HW_READ_FOLIO.
 */
#ifndef HW_HARNESS_FILE_READER_H
#define HW_HARNESS_FILE_READER_H

HW_SPEC("stale");

#ifndef HW_READ_FOLIO
#define HW_READ_FOLIO(folio) hw_read_in(folio)
#endif

#ifndef HW_HOLES
#define HW_HOLES 1
#endif

/* The folio was a hole when everything began. */
static bool hw_began_as_hole[HW_FOLIOS] HW_GHOST;
static bool hw_saw_stale HW_GHOST;
static bool hw_saw_new HW_GHOST;
static bool hw_saw_old HW_GHOST;

HW_OBSERVE(saw_stale, hw_saw_stale)
HW_OBSERVE(saw_new, hw_saw_new)
HW_OBSERVE(saw_old, hw_saw_old)

/* The call is to put this tag to this position of the file. */
static inline bool hw_is_new(loff_t position, unsigned short tag)
{
	return position >= write_pos && position < write_pos + (loff_t)write_count &&
	       tag == hw_from_user(hw_source(position - write_pos));
}

static inline void hw_begin_reader(void)
{
	for (int k = 0; k < HW_FOLIOS; k++)
		hw_began_as_hole[k] = HW_HOLES && !hw_uptodate[k];
}

HW_THREAD(reader)
{
	loff_t position = hw_choose(0, HW_FOLIOS * PAGE_SIZE - 1);
	struct folio *folio = &hw_folio[position / PAGE_SIZE];
	unsigned short tag;
	bool inside, written;

	if (hw_flip())
		return;
	if (!folio_test_uptodate(folio)) {
		folio_lock(folio);
		if (!folio_test_uptodate(folio))
			HW_READ_FOLIO(folio);
		folio_unlock(folio);
	}
	hw_atomic {
		inside = position < i_size_read(&hw_inode);
		tag = hw_folio_tag(folio, position % PAGE_SIZE);
		written = position >= write_pos && position < write_pos + hw_accepted;
	}
	if (!inside)
		return;
	hw_saw_new = hw_is_new(position, tag);
	hw_saw_old = !written && (tag == hw_from_file(position) ||
				  (tag == HW_ZERO && hw_began_as_hole[position / PAGE_SIZE]));
	hw_saw_stale = !hw_saw_new && !hw_saw_old;
	if (hw_saw_stale)
		hw_note("the reader finds what is not in the file");
}

#endif /* HW_HARNESS_FILE_READER_H */
