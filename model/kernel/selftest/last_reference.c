/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two tasks share an object by counted references, and the last one returns it to its pool; a folio outlives its place
 * in the page cache by the reference that a reader took. Nobody touches either afterwards.
 */
#include <hw/page_cache.h>
#include <linux/container_of.h>
#include <linux/kref.h>

struct request {
	struct kref kref;
	int answer;
	HW_LIFETIME;
};

static struct request pool[2];
static int freed;

static void request_release(struct kref *kref)
{
	struct request *request = container_of(kref, struct request, kref);

	hw_assert(request->answer == 2, "both have answered when the last reference goes");
	hw_gone(request);
	freed++;
}

static void answer(struct request *request)
{
	hw_atomic {
		request->answer++;
	}
	kref_put(&request->kref, request_release);
}

HW_INIT(begin)
{
	kref_init(&pool[1].kref);
	kref_get(&pool[1].kref);
	hw_folio[0].references = 1;		/* the reader's */
}

HW_THREAD(submitter)
{
	answer(&pool[1]);
	hw_wait(freed == 1);
	hw_born(&pool[1]);
	pool[1].answer = 0;
	hw_assert(pool[0].answer == 0, "the other one was there all along");
}

HW_THREAD(completion)
{
	answer(&pool[1]);
}

/* Truncation has a reference of its own, as the lookup gave it, and drops it last. */
HW_THREAD(truncate)
{
	struct folio *folio = &hw_folio[0];

	folio_get(folio);
	folio_lock(folio);
	hw_remove_folio(folio);
	folio_unlock(folio);
	folio_put(folio);
}

HW_THREAD(reader)
{
	struct folio *folio = &hw_folio[0];

	folio_lock(folio);
	folio_unlock(folio);
	folio_put(folio);
}
