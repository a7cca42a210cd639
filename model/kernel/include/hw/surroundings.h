/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What surrounds the loop: the size of its world and how unkind that world is. A model defines any of these before
 * its first #include; the value given here is the default. A harness adds the shape of the request to them.
 */
#ifndef HW_SURROUNDINGS_H
#define HW_SURROUNDINGS_H

#include <linux/version.h>

/*
 * The kernel whose interfaces the loop is written for; signatures and behaviour that changed over the years follow it.
 * 6.15 is the first one whose fault_in_safe_writeable answers truly, and in nothing else differs from 6.14 here.
 */
#ifndef HW_LINUX_VERSION
#define HW_LINUX_VERSION KERNEL_VERSION(6, 15, 0)
#endif

/*
 * User pages, in address order from address 0: a list of
 *
 *	HW_GOOD         legal to read; mapped at the start or not, as chosen
 *	HW_RESIDENT     legal, and mapped at the start
 *	HW_EVICTED      legal, and not mapped at the start
 *	HW_BAD          illegal: unmapped, PROT_NONE, beyond the end of the file
 *	HW_SUBBAD(k)    as HW_GOOD, but its bytes from k on fault all the same (a tag granule, device memory)
 *	HW_FILE(n)      as HW_GOOD, and a shared mapping of page n of the very file that is written
 *	HW_READ_ONLY    as HW_GOOD, but only for loads: PROT_READ, a read-only device
 *	HW_MISSING      legal, and never filled yet: a fault waits for a pager (HW_UFFD)
 *
 * At most six pages.
 */
#ifndef HW_PAGES
#define HW_PAGES HW_GOOD, HW_GOOD, HW_BAD
#endif

/*
 * Page-cache folios of the file, one page each; each is up to date at the start or not, as chosen. The file may not
 * grow beyond them: write_begin says -EFBIG there.
 */
#ifndef HW_FOLIOS
#define HW_FOLIOS 2
#endif

/* Folios that are up to date at the start: 1 all, 0 none, -1 as chosen for each. */
#ifndef HW_BEGIN_UPTODATE
#define HW_BEGIN_UPTODATE -1
#endif

/* 1: reclaim takes any page that is not held in place, at any time. */
#ifndef HW_RECLAIM
#define HW_RECLAIM 1
#endif

/* 1: a page may become illegal at any time, as when another thread of the process unmaps it. */
#ifndef HW_MUNMAP
#define HW_MUNMAP 0
#endif

/* 1: a page may lose its permission to store at any time, until a store faults on it. */
#ifndef HW_WRITE_PROTECT
#define HW_WRITE_PROTECT 0
#endif

/*
 * 1: dirty and young are kept by software, as on ARM and embedded PowerPC: a page that is mapped, but not young, lets
 * no access pass, and one that is not dirty no store. Either bit may go at any time; the next fault sets it again.
 */
#ifndef HW_SOFTWARE_BITS
#define HW_SOFTWARE_BITS 0
#endif

/* Page number `page` is held in place now: no adversary changes how it is mapped. */
#ifndef HW_HELD
#define HW_HELD(page) 0
#endif

/* 1: the process may be killed while it is in the call. */
#ifndef HW_KILL
#define HW_KILL 0
#endif

/* 1: a signal that is not fatal may come, once; task work may, with a notification. */
#ifndef HW_SIGNAL_COMES
#define HW_SIGNAL_COMES 0
#endif
#ifndef HW_NOTIFICATION_COMES
#define HW_NOTIFICATION_COMES 0
#endif

/* 1: a fault-in may stop early, after any prefix that is not empty. */
#ifndef HW_PARTIAL_FAULT_IN
#define HW_PARTIAL_FAULT_IN 1
#endif

/* 1: a copy may stop early, after at least one byte, though the next byte is accessible. */
#ifndef HW_SHORT_COPY
#define HW_SHORT_COPY 0
#endif

/*
 * Bytes that one instruction of an atomic copy from user memory loads, 1 or 2: where one of them faults none is copied.
 * Then, where nothing of the segment was copied yet, the first byte is tried alone (1), or not (0: arm64 before 5.14).
 */
#ifndef HW_COPY_UNIT
#define HW_COPY_UNIT 1
#endif
#ifndef HW_COPIES_FIRST_BYTE
#define HW_COPIES_FIRST_BYTE 1
#endif

/* 1: the fault handler may answer VM_FAULT_RETRY and have installed nothing (a whim). */
#ifndef HW_FAULT_RETRIES
#define HW_FAULT_RETRIES 0
#endif

/* 1: the fault handler may run out of memory (a whim). */
#ifndef HW_FAULT_FAILS
#define HW_FAULT_FAILS 0
#endif

/* 1: write_begin may fail with -ENOMEM (a whim). */
#ifndef HW_WRITE_BEGIN_FAILS
#define HW_WRITE_BEGIN_FAILS 0
#endif

/* 1: the file lives on gfs2: a fault on a mapping of it takes the inode glock. */
#ifndef HW_GFS2
#define HW_GFS2 0
#endif

/* 1: a page may be HW_MISSING, and a pager fills it in when a fault asks for it (hw/userfaultfd.h). */
#ifndef HW_UFFD
#define HW_UFFD 0
#endif

/*
 * 1: the file system has to do something before it may note a new time in an inode (start a transaction, take a lock).
 * The model defines hw_dirty_inode, which is called where an inode is dirtied by a fault or by mmap.
 */
#ifndef HW_DIRTY_INODE
#define HW_DIRTY_INODE 0
#endif

/* Agents a model may have: writers, daemons, adversaries, the set-up. */
#define HW_MAX_AGENTS 8

#endif /* HW_SURROUNDINGS_H */
