/* SPDX-License-Identifier: Apache-2.0 */
/* Page cache and fault-in (include/linux/pagemap.h, 6.14). */
#ifndef _LINUX_PAGEMAP_H
#define _LINUX_PAGEMAP_H

#include <hw/fault_in.h>
#include <hw/page_cache.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/mm.h>

/* Large folios are not modelled. */
static inline size_t mapping_max_folio_size(const struct address_space *mapping)
{
	(void)mapping;
	return PAGE_SIZE;
}

/* It only decides about flushing caches. */
static inline bool mapping_writably_mapped(const struct address_space *mapping)
{
	(void)mapping;
	return false;
}

/* include/linux/pagemap.h, 6.1: the page of a folio that holds this page of the file. Folios have one. */
static inline struct page *folio_file_page(struct folio *folio, pgoff_t index)
{
	(void)index;
	return &folio->page;
}

#endif
