/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts of references (include/linux/refcount.h, 6.14). Each is one atomic step without a choice. Where the kernel
 * warns and saturates, `locks` is violated: the object was gone already.
 */
#ifndef _LINUX_REFCOUNT_H
#define _LINUX_REFCOUNT_H

#include <headway.h>
#include <linux/types.h>

typedef struct refcount_struct {
	int refs;
} refcount_t;

#define REFCOUNT_INIT(n) { .refs = (n) }

static inline void refcount_set(refcount_t *r, int n)
{
	r->refs = n;
}

static inline unsigned int refcount_read(const refcount_t *r)
{
	return r->refs;
}

static inline void refcount_inc(refcount_t *r)
{
	hw_atomic {
		hw_require("locks", r->refs > 0, "refcount_inc of an object without references");
		r->refs++;
	}
}

static inline bool refcount_inc_not_zero(refcount_t *r)
{
	bool taken = false;

	hw_atomic {
		if (r->refs != 0) {
			r->refs++;
			taken = true;
		}
	}
	return taken;
}

static inline bool refcount_dec_and_test(refcount_t *r)
{
	bool last = false;

	hw_atomic {
		hw_require("locks", r->refs > 0, "refcount_dec_and_test of an object without references");
		r->refs--;
		last = r->refs == 0;
	}
	return last;
}

#endif
