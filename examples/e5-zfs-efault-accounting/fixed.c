/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Appends block by block, each in a transaction of its own, with page faults disabled. Where a copy faults, EFAULT goes
 * back to the caller, who faults the page in and calls again with what is left. What was copied before the fault is
 * written like any other: what the list has left tells how much it is, the end of the file moves behind it, and so the
 * next call appends in the right place.
 */
#include "surroundings.h"

static int zfs_write(struct znode *zp, struct uio *uio, int ioflag)
{
	size_t start_resid = zfs_uio_resid(uio), n = start_resid;
	const size_t max_blksz = PAGE_SIZE;
	int error = 0;

	if (n == 0)
		return 0;
	mutex_lock(&zp->z_rangelock);
	if (ioflag & O_APPEND)
		zfs_uio_setoffset(uio, zp->z_size);

	while (n > 0) {
		loff_t woff = zfs_uio_offset(uio);
		struct dmu_tx tx;
		size_t nbytes, tx_bytes;

		dmu_tx_assign(&tx);
		nbytes = min(n, max_blksz - P2PHASE(woff, max_blksz));
		tx_bytes = zfs_uio_resid(uio);
		error = dmu_write_uio_dbuf(zp, uio, nbytes, &tx);
		if (error != 0 && error != EFAULT) {
			dmu_tx_commit(&tx);
			break;
		}
		tx_bytes -= zfs_uio_resid(uio);
		if (tx_bytes == 0) {
			dmu_tx_commit(&tx);
			break;
		}

		if (zp->z_size < zfs_uio_offset(uio))
			zp->z_size = zfs_uio_offset(uio);
		dmu_tx_commit(&tx);

		if (error != 0)
			break;
		n -= nbytes;
	}
	mutex_unlock(&zp->z_rangelock);

	if (zfs_uio_resid(uio) == start_resid || error == EFAULT)
		return error;
	return 0;
}
