/* SPDX-License-Identifier: Apache-2.0 */
/* A kernel warning is a violated requirement; so is a BUG, after which the model has nothing to say. */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <headway.h>
#include <linux/kconfig.h>

#define WARN_ON(condition) ({ \
	_Bool hw_warned_ = !!(condition); \
	hw_assert(!hw_warned_, "WARN_ON(" #condition ")"); \
	hw_warned_; \
})
#define WARN_ON_ONCE(condition) WARN_ON(condition)
#define WARN(condition, ...) WARN_ON(condition)
#define WARN_ONCE(condition, ...) WARN_ON(condition)

#define BUG_ON(condition) do { \
	if (condition) { \
		hw_assert(0, "BUG_ON(" #condition ")"); \
		hw_assume(0); \
	} \
} while (0)
#define BUG() BUG_ON(1)
#define VM_BUG_ON(condition) BUG_ON(condition)
#define VM_BUG_ON_FOLIO(condition, folio) BUG_ON(condition)
#define VM_BUG_ON_PAGE(condition, page) BUG_ON(condition)
#define VM_WARN_ON(condition) WARN_ON(condition)
#define VM_WARN_ON_ONCE(condition) WARN_ON(condition)
#define VM_WARN_ON_ONCE_FOLIO(condition, folio) WARN_ON(condition)
#define BUILD_BUG_ON(condition) _Static_assert(!(condition), "BUILD_BUG_ON(" #condition ")")

#endif
