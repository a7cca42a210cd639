/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A folio is moved. Its mapping is replaced by a migration entry while the folio is locked; the move itself succeeds
 * only if nobody but the page cache has a reference. Two tasks touch the page meanwhile, find the entry and wait until
 * the folio is unlocked.
 *
 * The entry is kept, and the folio locked, from one try to the next.
 */
#include <headway.h>
#include <hw/page_cache.h>
#include <linux/errno.h>
#include <linux/sched.h>

HW_CITES("Linux 4.20");
HW_SPEC("returns");

static bool migration_entry;       /* stands where the mapping was */
static bool moved;
static int asleep HW_GHOST;        /* references whose holders sleep until the folio is unlocked */

HW_OBSERVE(references, hw_folio[0].references)
HW_OBSERVE(moved, moved)

/* mm/migrate.c: what migrate_page_move_mapping does about references. */
static bool freeze_and_move(struct folio *folio)
{
	bool alone;

	hw_atomic {
		alone = folio->references == 0;
		if (alone)
			moved = true;
		hw_assert(alone || folio->references > asleep,
			  "a move fails because of a task that runs, not of those that wait for it");
	}
	return alone;
}

static int migrate_folio(struct folio *folio);

HW_THREAD(migrator)
{
	struct folio *folio = &hw_folio[0];
	int ret;

	folio_lock(folio);
	migration_entry = true;
	ret = HW_CALL(migrate, migrate_folio(folio));
	hw_assert(ret == 0 ? moved : ret == -EAGAIN, "the folio is moved, or it is said that it is not");
	migration_entry = false;
	folio_unlock(folio);
}

static void migration_entry_wait(struct folio *folio);

HW_THREADS(faulting, 2)
{
	while (migration_entry)
		migration_entry_wait(&hw_folio[0]);
}
