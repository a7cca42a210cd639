/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gfs2's cluster locks on a single node (fs/gfs2/glock.c, 6.14): shared among readers or exclusive, never recursive:
 * a task that queues for a lock that it holds is an error of `locks` (add_to_queue, a BUG), whether or not it then
 * waits for itself. The cluster has granted the lock to this node for good; requests of other nodes are not modelled.
 * Waiting is strongly fair, since requests queue; no step makes a choice.
 */
#ifndef HW_GLOCK_H
#define HW_GLOCK_H

#include <headway.h>
#include <linux/errno.h>
#include <linux/preempt.h>
#include <linux/types.h>

#define LM_ST_UNLOCKED 0
#define LM_ST_EXCLUSIVE 1
#define LM_ST_DEFERRED 2
#define LM_ST_SHARED 3

struct gfs2_glock {
	unsigned int gl_state;  /* the mode in which it is held, where it is */
	unsigned long holders HW_HOLDERS("inode glock");
};

struct gfs2_holder {
	struct gfs2_glock *gh_gl;
	unsigned int gh_state;
	bool queued;
};

static struct gfs2_glock hw_inode_glock;

static inline void gfs2_holder_init(struct gfs2_glock *gl, unsigned int state, unsigned int flags,
				    struct gfs2_holder *gh)
{
	(void)flags;
	gh->gh_gl = gl;
	gh->gh_state = state;
	gh->queued = false;
}

static inline void gfs2_holder_uninit(struct gfs2_holder *gh)
{
	hw_require("locks", !gh->queued, "gfs2_holder_uninit of a holder that is still queued");
	gh->gh_gl = NULL;
}

static inline bool gfs2_holder_queued(struct gfs2_holder *gh)
{
	return gh->queued;
}

/* Waits until no holder's mode forbids this one; the same task's holders are no exception. */
static inline int gfs2_glock_nq(struct gfs2_holder *gh)
{
	struct gfs2_glock *gl = gh->gh_gl;
	unsigned int state = gh->gh_state;

	might_sleep();
	hw_require("locks", !(gl->holders & (1UL << hw_self())), "gfs2_glock_nq of a glock that this task holds already");
	if (state == LM_ST_EXCLUSIVE) {
		hw_atomic {
			hw_acquire(gl->holders, gl->holders == 0);
			current->owned++;
			gl->holders = HW_EXCLUSIVE | (1UL << hw_self());
			gl->gl_state = state;
		}
	} else {
		hw_atomic {
			hw_acquire_shared(gl->holders, gl->holders == 0 || gl->gl_state == state);
			current->owned += !hw_holds(gl);
			gl->holders |= 1UL << hw_self();
			gl->gl_state = state;
		}
	}
	gh->queued = true;
	return 0;
}

static inline void gfs2_glock_dq(struct gfs2_holder *gh)
{
	struct gfs2_glock *gl = gh->gh_gl;

	hw_atomic {
		hw_require("locks", gl->holders & (1UL << hw_self()),
			   "gfs2_glock_dq of a glock that this task does not hold");
		current->owned -= hw_holds(gl);
		gl->holders &= ~(HW_EXCLUSIVE | (1UL << hw_self()));
	}
	gh->queued = false;
}

#endif /* HW_GLOCK_H */
