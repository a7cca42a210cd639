/* SPDX-License-Identifier: Apache-2.0 */
/* Caches that don't see each other's stores don't exist here. */
#ifndef _LINUX_HIGHMEM_H
#define _LINUX_HIGHMEM_H

#include <hw/page_cache.h>

static inline void flush_dcache_page(struct page *page)
{
	(void)page;
}

static inline void flush_dcache_folio(struct folio *folio)
{
	(void)folio;
}

#endif
