/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every constant that is scaled down for exploration, with its real value for proofs. The unit of all sizes and
 * addresses is the granule, one byte to the model. Two granules to a page are the least with which a byte can be the
 * first of its page, or not, and a range can begin or end inside a page.
 */
#ifndef HW_CONSTANTS_H
#define HW_CONSTANTS_H

#include <headway.h>

/* Where C wants a constant expression: dimensions and initialisers. Everything else says PAGE_SIZE. */
#define HW_PAGE_GRANULES 2

HW_CONST(unsigned long, PAGE_SIZE, HW_PAGE_GRANULES, 4096);
HW_CONST(unsigned int, PAGE_SHIFT, 1, 12);
/* The largest window that a loop may ask to be faulted in at once. */
HW_CONST(unsigned long, SZ_1M, 4 * HW_PAGE_GRANULES, 1 << 20);

#define PAGE_MASK (~(PAGE_SIZE - 1))
#define PAGE_ALIGN(address) (((address) + PAGE_SIZE - 1) & PAGE_MASK)
#define PAGE_ALIGNED(address) ((((unsigned long)(address)) & (PAGE_SIZE - 1)) == 0)
#define offset_in_page(address) (((unsigned long)(address)) & (PAGE_SIZE - 1))

#endif /* HW_CONSTANTS_H */
