/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The memory of the process. A user address is a plain number: page p holds the addresses from p * PAGE_SIZE on. What
 * a page allows now is its state, one cell of hw_page; what never changes about it is a row of the table hw_user_page.
 *
 *   I1  A page that is BAD stays BAD.
 *   I2  A load of a byte succeeds exactly where hw_loadable says so, and a fault is of use exactly where the byte is
 *       not hw_hopeless.
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
};

struct hw_user_page {
	_Bool chosen;               /* RES or EVICT at the start, as chosen; else `begins` */
	enum hw_page_state begins;
	unsigned int good;          /* bytes from here on fault in any state */
	int folio;                  /* number of the page-cache folio that it maps, plus one; 0: anonymous memory */
};

#define HW_GOOD     { 1, EVICT, HW_PAGE_GRANULES, 0 }
#define HW_RESIDENT { 0, RES, HW_PAGE_GRANULES, 0 }
#define HW_EVICTED  { 0, EVICT, HW_PAGE_GRANULES, 0 }
#define HW_BAD      { 0, BAD, 0, 0 }
#define HW_SUBBAD(k) { 1, EVICT, (k), 0 }
#define HW_FILE(n)  { 1, EVICT, HW_PAGE_GRANULES, (n) + 1 }

static const struct hw_user_page hw_user_page[] = { HW_PAGES };
#define HW_USER_PAGES (sizeof(hw_user_page) / sizeof(hw_user_page[0]))

static enum hw_page_state hw_page[HW_USER_PAGES] HW_STRIP("pages") hw_lazy(EVICT, RES);

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

	return page < HW_USER_PAGES && hw_page[page] == RES && address % PAGE_SIZE < hw_user_page[page].good;
}

/* For the set-up: what the table says about page number `page`, where there is one. */
static inline void hw_begin_page(unsigned long page)
{
	if (page < HW_USER_PAGES && !hw_user_page[page].chosen)
		hw_page[page] = hw_user_page[page].begins;
}

#endif /* HW_USER_MEMORY_H */
