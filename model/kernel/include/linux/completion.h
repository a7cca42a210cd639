/* SPDX-License-Identifier: Apache-2.0 */
/* Completions (include/linux/completion.h, kernel/sched/completion.c, 6.14): anybody may complete them. No choice. */
#ifndef _LINUX_COMPLETION_H
#define _LINUX_COMPLETION_H

#include <headway.h>
#include <linux/preempt.h>
#include <linux/types.h>

struct completion {
	unsigned int done;
};

#define HW_ALL_DONE 0x7fffffffU
#define DECLARE_COMPLETION(name) struct completion name
#define DECLARE_COMPLETION_ONSTACK(name) struct completion name = { 0 }

static inline void init_completion(struct completion *x)
{
	x->done = 0;
}

static inline void reinit_completion(struct completion *x)
{
	x->done = 0;
}

static inline void wait_for_completion(struct completion *x)
{
	might_sleep();
	hw_atomic {
		hw_wait(x->done != 0);
		if (x->done != HW_ALL_DONE)
			x->done--;
	}
}

static inline bool try_wait_for_completion(struct completion *x)
{
	bool done;

	hw_atomic {
		done = x->done != 0;
		if (done && x->done != HW_ALL_DONE)
			x->done--;
	}
	return done;
}

static inline bool completion_done(const struct completion *x)
{
	return x->done != 0;
}

static inline void complete(struct completion *x)
{
	hw_atomic {
		if (x->done != HW_ALL_DONE)
			x->done++;
	}
}

static inline void complete_all(struct completion *x)
{
	x->done = HW_ALL_DONE;
}

#endif
