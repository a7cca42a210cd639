/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One page of a guest, in a folio of a file system that is large or not, mapped for stores or not. To be made secure the
 * page must be mapped for stores, which makes its folio dirty, and alone in its folio; a folio is split only while it is
 * clean. Another task of the process may store to the page at any moment, and the process may be killed. Linux 6.13,
 * s390.
 */
#define HW_KILL 1
#define HW_RECLAIM 0

#include <headway.h>

HW_CITES("Linux 6.13 for s390, mm/huge_memory.c and mm/filemap.c");
HW_APPROXIMATES("a large folio is as large as another; one page of the guest");
HW_SPEC("secure");

#include <hw/adversaries.h>
#include <hw/holds_nothing.h>
#include <linux/errno.h>
#include <linux/kernel.h>

/* The page-table entry lets stores pass; the folio is dirty; it is large; the page is secure. */
static bool writable HW_STRIP("folio") hw_lazy(0, 1);
static bool dirty HW_STRIP("folio");
static bool large HW_STRIP("folio") hw_lazy(0, 1);
static bool secure HW_STRIP("folio");

HW_OBSERVE(secure, secure)
HW_OBSERVE(small, !large)
HW_OBSERVE(killed, hw_killed)

static inline void hw_page_became_bad(unsigned long page)
{
	(void)page;
}

HW_INIT(world)
{
	dirty = writable;
}

/* fixup_user_fault for a store, mm/gup.c, 6.13: the entry is writable, and fault_dirty_shared_page marks the folio. */
static inline int fault_in_for_store(void)
{
	hw_atomic {
		writable = true;
		dirty = true;
		hw_note("the page is mapped for stores: the folio is dirty");
	}
	return 0;
}

/*
 * make_folio_secure, arch/s390/kernel/uv.c, 6.13, and the call of the ultravisor: -EFAULT where the page is not mapped
 * for stores any more, -E2BIG for a large folio. The folio lock is held. No choice.
 */
static inline int make_folio_secure(void)
{
	int rc = 0;

	hw_atomic {
		if (!writable)
			rc = -EFAULT;
		else if (large)
			rc = -E2BIG;
		else
			secure = true;
		hw_note("the ultravisor is asked: %d", rc);
	}
	return rc;
}

/*
 * split_folio, mm/huge_memory.c, 6.13: a folio whose file system data can't be released is not split, and of a dirty
 * one they can't (iomap_release_folio, fs/iomap/buffered-io.c). The folio lock is held. No choice.
 */
static inline int split_folio(void)
{
	int rc = 0;

	hw_atomic {
		if (dirty)
			rc = -EBUSY;
		else
			large = false;
		hw_note("the folio is split: %d", rc);
	}
	return rc;
}

/*
 * filemap_write_and_wait_range, mm/filemap.c, 6.13: the folio is written to its file; from folio_mkclean on, which is
 * done first, stores to it fault again. No choice.
 */
static inline int write_back_folio(void)
{
	hw_atomic {
		writable = false;
		dirty = false;
		hw_note("the folio is written back: clean, and stores to it fault");
	}
	return 0;
}

/* Another task of the process stores to the page, with the fault that this takes. */
HW_ADVERSARY(other_store)
{
	hw_assume(!secure && !dirty && !folio_test_locked(&hw_folio[0]));
	writable = true;
	dirty = true;
	hw_note("another task stores to the page");
}

static int split_large_folio(void);

/* gmap_make_secure, arch/s390/kernel/gmap.c, 6.13: one try. -EAGAIN means that another may succeed. */
static inline int gmap_make_secure(void)
{
	int rc = fault_in_for_store();

	if (rc)
		return rc;
	folio_lock(&hw_folio[0]);
	rc = make_folio_secure();
	folio_unlock(&hw_folio[0]);
	if (rc == -EFAULT)
		return -EAGAIN;
	if (rc != -E2BIG)
		return rc;
	rc = split_large_folio();
	return rc && rc != -EBUSY ? rc : -EAGAIN;
}

/* kvm_s390_pv_unpack, arch/s390/kvm/pv.c, 6.13, for one page. */
static int unpack_page(void)
{
	int rc;

	for (;;) {
		rc = gmap_make_secure();
		if (rc != -EAGAIN)
			return rc;
		cond_resched();
		if (fatal_signal_pending(current))
			return -EINTR;
	}
}

HW_THREAD(vcpu)
{
	HW_CALL(make_secure, unpack_page());
	hw_holds_nothing();
}
