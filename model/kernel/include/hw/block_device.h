/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The disk under the file, and requests to it (block/bio.c, 6.14). A bio names a range of the file and the pinned
 * pages of the process that it is moved to or from; the device takes submitted bios in any order, as a daemon that
 * needs neither locks nor page tables. Whoever waits for its bios waits for the device. Requests never fail.
 *
 * The file is a list of extents, in order from position 0. Content is a tag for each granule (hw/user_memory.h).
 */
#ifndef HW_BLOCK_DEVICE_H
#define HW_BLOCK_DEVICE_H

#include <hw/pinned_pages.h>
#include <linux/iomap.h>

/* HW_DATA(n), HW_HOLE(n) and HW_UNWRITTEN(n): n granules each. */
#ifndef HW_EXTENTS
#define HW_EXTENTS HW_DATA(HW_FOLIOS * HW_PAGE_GRANULES)
#endif
#define HW_DATA(n) { IOMAP_MAPPED, (n) }
#define HW_HOLE(n) { IOMAP_HOLE, (n) }
#define HW_UNWRITTEN(n) { IOMAP_UNWRITTEN, (n) }

#define HW_FILE_SIZE (HW_FOLIOS * HW_PAGE_GRANULES)

static const struct hw_extent {
	u16 type;
	loff_t length;
} hw_extent[] = { HW_EXTENTS };

/* What was written to the disk, by position in the file; HW_STALE: what was there before. */
static unsigned short hw_disk[HW_FILE_SIZE];

/* The extent that a position lies in, and where that one begins. */
static inline const struct hw_extent *hw_extent_at(loff_t pos, loff_t *begin)
{
	const struct hw_extent *extent = hw_extent;

	*begin = 0;
	while (pos >= *begin + extent->length) {
		*begin += extent->length;
		extent++;
	}
	return extent;
}

static inline unsigned short hw_disk_tag(loff_t pos)
{
	loff_t begin;

	if (hw_disk[pos] != HW_STALE)
		return hw_disk[pos];
	return hw_extent_at(pos, &begin)->type == IOMAP_MAPPED ? hw_from_file(pos) : HW_ZERO;
}

/* ---- Requests -------------------------------------------------------------------------------------------------- */

/* Pages that one bio has room for. */
#ifndef HW_BIO_PAGES
#define HW_BIO_PAGES 2
#endif

struct bio_vec {
	struct page *bv_page;
	unsigned int bv_len;
	unsigned int bv_offset;
};

struct bio {
	int submitter;      /* 0: not submitted, else the agent plus one */
	bool write;
	loff_t pos;
	unsigned int size;
	unsigned short bi_vcnt;
	struct bio_vec bi_io_vec[HW_BIO_PAGES];
};

/* Two requests are in flight at most; who submits a third waits until the device is done with one. */
static struct bio hw_in_flight[2];

static inline void submit_bio(const struct bio *bio)
{
	hw_atomic {
		hw_wait(!hw_in_flight[0].submitter || !hw_in_flight[1].submitter);
		if (!hw_in_flight[0].submitter) {
			hw_in_flight[0] = *bio;
			hw_in_flight[0].submitter = hw_self() + 1;
		} else {
			hw_in_flight[1] = *bio;
			hw_in_flight[1].submitter = hw_self() + 1;
		}
		hw_note("%u bytes at %lld are submitted", bio->size, bio->pos);
	}
}

/* Until the device is done with everything that this task submitted. */
static inline void hw_wait_for_bios(void)
{
	int self = hw_self() + 1;

	hw_wait(hw_in_flight[0].submitter != self && hw_in_flight[1].submitter != self);
}

/* __bio_iov_iter_get_pages, block/bio.c: at most one segment. 0 or an error. */
static inline int hw_bio_get_segment(struct bio *bio, struct iov_iter *iter)
{
	struct page *pages[HW_BIO_PAGES];
	size_t offset = 0;
	ssize_t size = iov_iter_get_pages(iter, pages, iter->count, HW_BIO_PAGES - bio->bi_vcnt, &offset), left;

	hw_require("contract", hw_pinned ? size > 0 : size == 0 || size == -EFAULT,
		   "iov_iter_get_pages answers 0 or -EFAULT where it pinned nothing, and nowhere else");
	hw_require("contract", size <= 0 || iov_iter_rw(iter) == WRITE || hw_pinned_for_stores,
		   "iov_iter_get_pages pins pages for stores where a device is to store to them");
	hw_pinned = 0;
	hw_pinned_for_stores = false;
	if (size <= 0)
		return size ? size : -EFAULT;
	left = size;
	for (unsigned int k = 0; left > 0; k++) {
		unsigned int length = min(PAGE_SIZE - offset, (size_t)left);

		bio->bi_io_vec[bio->bi_vcnt++] = (struct bio_vec){ pages[k], length, offset };
		bio->size += length;
		left -= length;
		offset = 0;
	}
	iov_iter_advance(iter, size);
	return 0;
}

/* block/bio.c: as many pages as can be pinned and as there is room for. An error only where there is none. */
static inline int bio_iov_iter_get_pages(struct bio *bio, struct iov_iter *iter)
{
	int error;

	do {
		error = hw_bio_get_segment(bio, iter);
	} while (!error && iov_iter_count(iter) && bio->bi_vcnt < HW_BIO_PAGES);
	return bio->bi_vcnt ? 0 : error;
}

/* ---- The device ------------------------------------------------------------------------------------------------ */

static inline void hw_move(struct bio *bio)
{
	loff_t pos = bio->pos;

	for (unsigned int k = 0; k < bio->bi_vcnt; k++) {
		const struct bio_vec *vec = &bio->bi_io_vec[k];
		unsigned long address = (vec->bv_page - hw_frame) * PAGE_SIZE + vec->bv_offset;

		for (unsigned int byte = 0; byte < vec->bv_len; byte++, pos++, address++) {
			if (bio->write)
				hw_disk[pos] = hw_user_tag(address);
			else
				hw_user_content[address] = hw_disk_tag(pos);
		}
	}
}

HW_DAEMON(block_device)
{
	struct bio *bio;

	hw_wait_idle(hw_in_flight[0].submitter || hw_in_flight[1].submitter);
	if (!hw_in_flight[1].submitter)
		bio = &hw_in_flight[0];
	else if (!hw_in_flight[0].submitter)
		bio = &hw_in_flight[1];
	else
		bio = &hw_in_flight[hw_choose(0, 1)];
	hw_move(bio);
	hw_note("%u bytes at %lld are done", bio->size, bio->pos);
	hw_atomic {
		*bio = (struct bio){ 0 };
	}
}

#endif /* HW_BLOCK_DEVICE_H */
