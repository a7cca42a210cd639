/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One access to a page that may have to be brought in, one for loads only, one that lies beyond the end of its file, or
 * to a bad one, from the kernel or from user mode, by a process that may be killed meanwhile. Reclaim is at work. Linux
 * 6.2.
 */
#define HW_PAGES HW_GOOD, HW_READ_ONLY, HW_SUBBAD(0), HW_BAD
#define HW_KILL 1

#include <harness/page_fault.h>

HW_CITES("Linux 6.14, and 6.2 for the handler of RISC-V");
HW_SPEC("killable");
