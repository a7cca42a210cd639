/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A device-private page: the processor can't access it, so that a fault moves it back to main memory, and needs the
 * folio lock for that. Another task has the folio locked; before it lets go it waits for work that runs on each
 * processor, as lru_add_drain_all does. The faulting task shares processor 0 with that processor's worker.
 *
 * pte_lock stands for the page table's lock, under which the entry is looked at.
 */
#include <hw/page_cache.h>
#include <linux/completion.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

HW_CITES("Linux 6.18");
HW_SPEC("returns");

static DEFINE_SPINLOCK(pte_lock);
static bool device_private = true;
static bool work_queued;
static struct completion work_done;

HW_OBSERVE(device_private, device_private)
HW_OBSERVE(work_queued, work_queued)

/* mm/migrate_device.c: whoever moves the folio at this moment. */
HW_THREAD(migrating)
{
	folio_lock(&hw_folio[0]);
	work_queued = true;
	wait_for_completion(&work_done);
	folio_unlock(&hw_folio[0]);
}

/* The worker of processor 0. */
HW_CPU(0) HW_DAEMON(kworker)
{
	hw_atomic {
		hw_wait_idle(work_queued);
		work_queued = false;
	}
	complete(&work_done);
}

/* 0: the page is in main memory; VM_FAULT_RETRY: look again. */
#define VM_FAULT_RETRY 0x400
static int do_swap_page(struct folio *folio);

/* mm/hmm.c: faults a range in, and walks it again for as long as it is told to. */
static int hmm_range_fault(struct folio *folio)
{
	int ret;

again:
	ret = do_swap_page(folio);
	if (ret == VM_FAULT_RETRY)
		goto again;
	return ret;
}

HW_CPU(0) HW_THREAD(faulting)
{
	HW_CALL(fault, hmm_range_fault(&hw_folio[0]));
	hw_assert(!device_private, "the page is back in main memory");
}

static inline void move_back(struct folio *folio)
{
	(void)folio;
	device_private = false;
}
