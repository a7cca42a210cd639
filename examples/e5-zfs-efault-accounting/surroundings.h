/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three bytes on two good pages are appended to an empty file of blocks of two bytes, on FreeBSD with OpenZFS 2.1: so
 * much of both as the write meets. Each page may be mapped or not at first, reclaim takes any that is not held, and
 * another thread faults one of them in.
 *
 * FreeBSD calls the file system with page faults disabled and the user's own list of segments. Where it says EFAULT,
 * the rest of that list is gone through part by part, each with its page faulted in and held. How much was written by
 * then is what the list has left less than before: that is the contract that zfs_write has to keep.
 */
#define HW_PAGES HW_GOOD, HW_GOOD
#define HW_SEGMENTS(SEGMENT) SEGMENT(1, 1) SEGMENT(2, 2)
#define HW_FOLIOS 2
#define HW_HELD(page) hw_held[page]

#include <headway.h>

static _Bool hw_held[2];

#include <harness/buffered_write.h>
#include <linux/mutex.h>

HW_CITES("FreeBSD 13 and OpenZFS 2.1");
HW_SPEC("append");

#define O_APPEND 0x8
#define P2PHASE(x, align) ((x) & ((align) - 1))

struct znode {
	loff_t z_size;
	struct mutex z_rangelock;
};

static struct znode hw_znode;

HW_OBSERVE(file_size, hw_znode.z_size)

/* ---- The user's list of segments (sys/kern/subr_uio.c, FreeBSD 13) ------------------------------------------------ */

struct uio {
	struct iov_iter *iter;
	loff_t offset;
};

static size_t zfs_uio_resid(const struct uio *uio)
{
	return iov_iter_count(uio->iter);
}

static loff_t zfs_uio_offset(const struct uio *uio)
{
	return uio->offset;
}

static void zfs_uio_setoffset(struct uio *uio, loff_t offset)
{
	uio->offset = offset;
}

/* ---- Transactions and blocks (module/zfs/dmu.c, OpenZFS 2.1) ------------------------------------------------------ */

struct dmu_tx {
	bool assigned;
};

/* Transactions that somebody has to commit yet: until then no group of them ends, and nobody's does. */
static int hw_transactions HW_GHOST;

/* Waits for room in an open group; that there is none for ever is not modelled. No choice. */
static void dmu_tx_assign(struct dmu_tx *tx)
{
	tx->assigned = true;
	hw_transactions++;
}

static void dmu_tx_commit(struct dmu_tx *tx)
{
	hw_require("contract", tx->assigned, "dmu_tx_commit of a transaction that is not assigned");
	tx->assigned = false;
	hw_transactions--;
}

/*
 * dmu_write_uio_dbuf: copies to the block at the list's offset and advances the list, as far as that goes. EFAULT says
 * that it did not go all the way, and nothing about how far. Faults are disabled by the caller's caller. No choice.
 */
static int dmu_write_uio_dbuf(struct znode *zp, struct uio *uio, size_t size, struct dmu_tx *tx)
{
	struct folio *block = &hw_folio[uio->offset / PAGE_SIZE];
	size_t copied;

	(void)zp;
	hw_require("contract", tx->assigned, "a write outside of a transaction");
	copied = copy_folio_from_iter_atomic(block, offset_in_folio(block, uio->offset), size, uio->iter);
	hw_accept(uio->offset, copied);
	uio->offset += copied;
	return copied < size ? EFAULT : 0;
}

/* ---- The caller (sys/kern/vfs_vnops.c, FreeBSD 13) ---------------------------------------------------------------- */

static int zfs_write(struct znode *zp, struct uio *uio, int ioflag);

/* vn_io_fault_doio. */
static int vn_io_fault_doio(struct uio *uio)
{
	int error;

	pagefault_disable();
	error = zfs_write(&hw_znode, uio, O_APPEND);
	pagefault_enable();
	hw_require("contract", hw_transactions == 0, "zfs_write leaves a transaction open");
	return error;
}

/* vm_fault_quick_hold_pages, of one page: it stays mapped until vm_page_unhold_pages. No choice. */
static bool vm_fault_quick_hold_pages(unsigned long address)
{
	unsigned long page = address / PAGE_SIZE;

	do {
		hw_atomic {
			if (hw_page[page] == RES)
				hw_held[page] = true;
		}
	} while (!hw_held[page] && hw_handle_fault(address, false));
	return hw_held[page];
}

static void vm_page_unhold_pages(unsigned long address)
{
	hw_held[address / PAGE_SIZE] = false;
}

/* One part of the list, within one page that is held: whether there is more to do. */
static bool vn_write_held(struct uio *uio, int *error)
{
	unsigned long address = hw_address(uio->iter);
	size_t resid = zfs_uio_resid(uio);
	size_t len = min(iov_iter_single_seg_count(uio->iter), PAGE_SIZE - offset_in_page(address)), left;

	if (!vm_fault_quick_hold_pages(address)) {
		*error = EFAULT;
		return false;
	}
	iov_iter_truncate(uio->iter, len);
	*error = vn_io_fault_doio(uio);
	left = zfs_uio_resid(uio);
	iov_iter_reexpand(uio->iter, resid - len + left);
	vm_page_unhold_pages(address);
	return *error == 0 && left < len;
}

/* vn_io_fault1 and dofilewrite. The offset of the descriptor is anything; an append does not care. */
static ssize_t vn_write(struct kiocb *iocb, struct iov_iter *from)
{
	struct uio uio = { .iter = from, .offset = iocb->ki_pos + hw_choose(0, 1) };
	size_t asked = zfs_uio_resid(&uio);
	int error = vn_io_fault_doio(&uio);

	if (error == EFAULT)
		while (zfs_uio_resid(&uio) && vn_write_held(&uio, &error))
			;
	return error ? -error : (ssize_t)(asked - zfs_uio_resid(&uio));
}

/* Another thread of the process reads what is written, so that a page may come back by itself. */
HW_THREAD(reader)
{
	hw_load(2);
}

HW_HARNESS(buffered_write, vn_write)
