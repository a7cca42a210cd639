/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The memory of the process. A user address is a plain number: page p holds the addresses from p * PAGE_SIZE on. What
 * a page allows now is its state, one cell of hw_page and, for stores, one of hw_writable; what never changes about it
 * is a row of the table hw_user_page. What stores have left there is in hw_user_content.
 *
 * A model that stores nothing to user memory has neither hw_writable nor hw_user_content: nobody reads them then.
 *
 *   I1  A page that is BAD stays BAD.
 *   I2  A load of a byte succeeds exactly where hw_loadable says so, a store exactly where hw_storable does, and a
 *       fault is of use exactly where the byte is not hw_hopeless or hw_hopeless_store.
 *   I3  What can be stored to can be loaded.
 */
#ifndef HW_USER_MEMORY_H
#define HW_USER_MEMORY_H

#include <headway.h>
#include <hw/constants.h>
#include <hw/surroundings.h>
#include <linux/types.h>

enum hw_page_state {
	EVICT,  /* legal, but not mapped now: swapped, reclaimed, never touched */
	RES,    /* the page table allows the access now */
	BAD,    /* illegal */
	UFFD,   /* legal, and never there yet: a fault waits until another task has filled it (hw/userfaultfd.h) */
};

struct hw_user_page {
	_Bool chosen;               /* RES or EVICT at the start, as chosen; else `begins` */
	enum hw_page_state begins;
	unsigned int good;          /* bytes from here on fault in any state */
	int folio;                  /* number of the page-cache folio that it maps, plus one; 0: anonymous memory */
	_Bool read_only;            /* loads may, stores may not */
};

#define HW_GOOD     { 1, EVICT, HW_PAGE_GRANULES, 0, 0 }
#define HW_RESIDENT { 0, RES, HW_PAGE_GRANULES, 0, 0 }
#define HW_EVICTED  { 0, EVICT, HW_PAGE_GRANULES, 0, 0 }
#define HW_BAD      { 0, BAD, 0, 0, 0 }
#define HW_SUBBAD(k) { 1, EVICT, (k), 0, 0 }
#define HW_FILE(n)  { 1, EVICT, HW_PAGE_GRANULES, (n) + 1, 0 }
#define HW_READ_ONLY { 1, EVICT, HW_PAGE_GRANULES, 0, 1 }
#define HW_MISSING  { 0, UFFD, HW_PAGE_GRANULES, 0, 0 }

static const struct hw_user_page hw_user_page[] = { HW_PAGES };
#define HW_USER_PAGES (sizeof(hw_user_page) / sizeof(hw_user_page[0]))

static enum hw_page_state hw_page[HW_USER_PAGES] HW_STRIP("pages") hw_lazy(EVICT, RES);

/*
 * Where the page is mapped, stores may pass too; where it is not, they may once a load's fault has mapped it. True is
 * the process's own memory, also when it was swapped out; false is memory never touched (the zero page), memory shared
 * since a fork, a clean page of a shared file. Only the fault of a store makes it true.
 */
static bool hw_writable[HW_USER_PAGES] hw_lazy(0, 1);

#if HW_SOFTWARE_BITS
/* Of a page that is mapped: an access, or a store, faults until the fault handler has set the bit. */
static bool hw_young[HW_USER_PAGES] HW_STRIP("young") hw_lazy(0, 1);
static bool hw_dirty[HW_USER_PAGES] HW_STRIP("dirty") hw_lazy(0, 1);
#define hw_is_young(page) hw_young[page]
#define hw_is_dirty(page) hw_dirty[page]
#define hw_set_bits(page, store) (hw_young[page] = true, hw_dirty[page] = (store) || hw_dirty[page])
#define hw_prepare_bits(kind, page, count, store) do { \
	hw_prepare_also(kind, &hw_young[page], count); \
	if (store) \
		hw_prepare_also(kind, &hw_dirty[page], count); \
} while (0)
#else
#define hw_is_young(page) true
#define hw_is_dirty(page) true
#define hw_set_bits(page, store) ((void)0)
#define hw_prepare_bits(kind, page, count, store) ((void)0)
#endif

/*
 * What the access to `count` pages from number `page` on needs of the page table, all that an adversary can take away:
 * the set of the attempts of this kind that follow. hw_prepare_more_pages adds to that set.
 */
#define hw_prepare_pages(kind, page, count, store) do { \
	hw_atomic { \
		hw_prepare(kind, &hw_page[page], count); \
		if (store) \
			hw_prepare_also(kind, &hw_writable[page], count); \
		hw_prepare_bits(kind, page, count, store); \
	} \
} while (0)
#define hw_prepare_more_pages(kind, page, count, store) do { \
	hw_atomic { \
		hw_prepare_also(kind, &hw_page[page], count); \
		if (store) \
			hw_prepare_also(kind, &hw_writable[page], count); \
		hw_prepare_bits(kind, page, count, store); \
	} \
} while (0)

/*
 * By user address: a tag for each granule that was stored to. It is in the units of hw_content (hw/page_cache.h): 0
 * where nothing was stored, where a load finds hw_from_user(address). Of a tag, hw_byte_of makes the byte that it
 * stands for, and hw_tag_of is its inverse.
 */
static unsigned short hw_user_content[HW_USER_PAGES * HW_PAGE_GRANULES];

#define HW_STALE 0  /* whatever was there */
#define HW_ZERO  1
#define hw_from_user(address) ((unsigned short)(2 + (address)))
#define hw_byte_of(tag) ((unsigned char)((tag) - HW_ZERO))
#define hw_tag_of(byte) ((unsigned short)((unsigned char)(byte) + HW_ZERO))

/* The tag that a load of this byte finds. Two steps: other tasks may store in between. */
static inline unsigned short hw_user_tag(unsigned long address)
{
	unsigned short stored = hw_user_content[address];

	return stored != HW_STALE ? stored : hw_from_user(address);
}

/* No load of this byte can succeed, whatever is faulted in. */
static inline bool hw_hopeless(unsigned long address)
{
	unsigned long page = address / PAGE_SIZE;

	return page >= HW_USER_PAGES || hw_page[page] == BAD || address % PAGE_SIZE >= hw_user_page[page].good;
}

/* A load of this byte succeeds now. */
static inline bool hw_loadable(unsigned long address)
{
	unsigned long page = address / PAGE_SIZE;

	return page < HW_USER_PAGES && hw_page[page] == RES && hw_is_young(page) &&
	       address % PAGE_SIZE < hw_user_page[page].good;
}

/* No store to this byte can succeed, whatever is faulted in. */
static inline bool hw_hopeless_store(unsigned long address)
{
	return hw_hopeless(address) || hw_user_page[address / PAGE_SIZE].read_only;
}

/* The page table lets stores to this page pass now; single bytes of it may fault all the same. */
static inline bool hw_page_storable(unsigned long page)
{
	return hw_page[page] == RES && hw_is_young(page) && hw_writable[page] && hw_is_dirty(page) &&
	       !hw_user_page[page].read_only;
}

/* A store to this byte succeeds now. */
static inline bool hw_storable(unsigned long address)
{
	return hw_loadable(address) && hw_page_storable(address / PAGE_SIZE);
}

/* For the set-up: what the table says about page number `page`, where there is one. */
static inline void hw_begin_page(unsigned long page)
{
	if (page < HW_USER_PAGES && !hw_user_page[page].chosen)
		hw_page[page] = hw_user_page[page].begins;
}

#endif /* HW_USER_MEMORY_H */
