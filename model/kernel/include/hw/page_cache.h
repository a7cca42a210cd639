/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page cache of the one file that is written: a row of one-page folios. The content of a folio is a tag for each
 * granule that says where the granule came from.
 *
 * The folio lock is a bit lock: it has no owner in the kernel, and whoever releases it need not have taken it. The
 * model remembers who took it, for people.
 */
#ifndef HW_PAGE_CACHE_H
#define HW_PAGE_CACHE_H

#include <headway.h>
#include <hw/constants.h>
#include <hw/surroundings.h>
#include <hw/user_memory.h>
#include <linux/container_of.h>
#include <linux/preempt.h>
#include <linux/types.h>

struct page {
	int lock HW_HOLDER("folio lock");
};

struct folio {
	struct page page;
	int references;     /* besides the page cache's own */
	bool removed;       /* the page cache has dropped its own */
	HW_LIFETIME;
};

static struct folio hw_folio[HW_FOLIOS];
static bool hw_uptodate[HW_FOLIOS] HW_STRIP("uptodate") hw_lazy(0, 1);

/*
 * By position in the file, in tags (hw/user_memory.h). HW_STALE: whatever was there, old data of the file if the folio
 * is up to date, else rubbish. hw_from_user(a): the byte at user address a.
 */
static unsigned short hw_content[HW_FOLIOS * HW_PAGE_GRANULES];

/* What a reader of stale content gets; no byte of a process or of kernel memory has these tags. */
#define hw_from_file(position) ((unsigned short)(0x200 + (position)))
#define HW_RUBBISH ((unsigned short)0x1ff)

static inline unsigned long hw_folio_number(const struct folio *folio)
{
	return (unsigned long)(folio - hw_folio);
}

/* One granule of a folio is written; the caller holds the folio lock. */
static inline void hw_store_granule(struct folio *folio, size_t offset, unsigned short tag)
{
	hw_require("contract", offset < PAGE_SIZE, "a store behind the end of the folio");
	hw_content[hw_folio_number(folio) * PAGE_SIZE + offset] = tag;
}

/* One granule of a folio, as a reader gets it. */
static inline unsigned short hw_folio_tag(const struct folio *folio, size_t offset)
{
	unsigned long position = hw_folio_number(folio) * PAGE_SIZE + offset;
	unsigned short tag = hw_content[position];

	if (tag != HW_STALE)
		return tag;
	return hw_uptodate[hw_folio_number(folio)] ? hw_from_file(position) : HW_RUBBISH;
}

static inline struct folio *page_folio(struct page *page)
{
	return container_of(page, struct folio, page);
}

/* include/linux/mm.h, 6.14. Every folio has one page here; large folios are not modelled. */
static inline size_t folio_size(const struct folio *folio)
{
	(void)folio;
	return PAGE_SIZE;
}

/*
 * include/linux/mm.h, 6.14: references to a folio. The page cache has one of its own until it lets the folio go; with
 * the last one the folio is gone. A model that counts none has no state for this. No choice.
 */
static inline void folio_get(struct folio *folio)
{
	hw_atomic {
		folio->references++;
	}
}

static inline void folio_put(struct folio *folio)
{
	hw_atomic {
		hw_require("locks", folio->references > 0, "folio_put of a reference that nobody took");
		folio->references--;
		if (folio->references == 0 && folio->removed)
			hw_gone(folio);
	}
}

/* What filemap_remove_folio (mm/filemap.c, 6.14) does to the references; the caller holds the folio lock. */
static inline void hw_remove_folio(struct folio *folio)
{
	hw_atomic {
		hw_require("locks", folio->page.lock != 0, "a folio leaves the page cache unlocked");
		hw_require("locks", !folio->removed, "a folio leaves the page cache twice");
		folio->removed = true;
		if (folio->references == 0)
			hw_gone(folio);
	}
}

static inline void get_page(struct page *page)
{
	folio_get(page_folio(page));
}

static inline void put_page(struct page *page)
{
	folio_put(page_folio(page));
}

#define offset_in_folio(folio, position) ((unsigned long)(position) & (folio_size(folio) - 1))

/* include/linux/pagemap.h and mm/filemap.c (__folio_lock), 6.14: sleeps until the bit is clear. Strongly fair. */
static inline void folio_lock(struct folio *folio)
{
	might_sleep();
	hw_atomic {
		hw_acquire(folio->page.lock, folio->page.lock == 0);
		folio->page.lock = hw_self() + 1;
	}
}

/* include/linux/pagemap.h, 6.14. No choice, and no fairness: a trylock may lose for ever. */
static inline bool folio_trylock(struct folio *folio)
{
	bool taken = false;

	hw_atomic {
		if (folio->page.lock == 0) {
			folio->page.lock = hw_self() + 1;
			taken = true;
		}
	}
	return taken;
}

/* mm/filemap.c, 6.14. No choice. */
static inline void folio_unlock(struct folio *folio)
{
	hw_atomic {
		hw_require("locks", folio->page.lock != 0, "folio_unlock of a folio that is not locked");
		folio->page.lock = 0;
	}
}

static inline bool folio_test_locked(const struct folio *folio)
{
	return folio->page.lock != 0;
}

static inline bool folio_test_uptodate(const struct folio *folio)
{
	return hw_uptodate[hw_folio_number(folio)];
}

/*
 * What is in the file is read into the folio, in place of the rubbish; what was written there stays. The caller holds
 * the folio lock.
 */
static inline void hw_read_in(struct folio *folio)
{
	hw_uptodate[hw_folio_number(folio)] = true;
}

/* The same where nothing that was written counts as long as the folio is not up to date: all of it is overwritten. */
static inline void hw_read_anew(struct folio *folio)
{
	for (size_t k = 0; k < PAGE_SIZE; k++)
		hw_store_granule(folio, k, HW_STALE);
	hw_read_in(folio);
}

/* Whatever is in the folio now counts as the content of the file: what nobody wrote to it, too, which is rubbish. */
static inline void folio_mark_uptodate(struct folio *folio)
{
	if (folio_test_uptodate(folio))
		return;
	for (size_t k = 0; k < PAGE_SIZE; k++) {
		if (hw_content[hw_folio_number(folio) * PAGE_SIZE + k] == HW_STALE)
			hw_store_granule(folio, k, HW_RUBBISH);
	}
	hw_uptodate[hw_folio_number(folio)] = true;
}

static inline void lock_page(struct page *page)
{
	folio_lock(page_folio(page));
}

static inline void unlock_page(struct page *page)
{
	folio_unlock(page_folio(page));
}

static inline void SetPageUptodate(struct page *page)
{
	folio_mark_uptodate(page_folio(page));
}

static inline bool PageUptodate(const struct page *page)
{
	return folio_test_uptodate((const struct folio *)page);
}

#endif /* HW_PAGE_CACHE_H */
