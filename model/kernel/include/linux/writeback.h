/* SPDX-License-Identifier: Apache-2.0 */
/* Throttling of whoever dirties pages (mm/page-writeback.c, 6.14): may sleep, changes nothing that a loop can see. */
#ifndef _LINUX_WRITEBACK_H
#define _LINUX_WRITEBACK_H

#include <linux/fs.h>

#define BDP_ASYNC 0x0001

static inline void balance_dirty_pages_ratelimited(struct address_space *mapping)
{
	(void)mapping;
}

/* No choice: -EAGAIN, for BDP_ASYNC alone, is not modelled. */
static inline int balance_dirty_pages_ratelimited_flags(struct address_space *mapping, unsigned int flags)
{
	(void)mapping;
	(void)flags;
	return 0;
}

#endif
