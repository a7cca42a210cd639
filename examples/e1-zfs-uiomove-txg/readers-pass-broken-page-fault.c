/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The broken loop amid the page fault, where readers pass a writer that waits: nothing goes wrong, which shows that it
 * takes the fair queue to hang.
 */
#define HW_RWSEM_VARIANT READERS_PASS

#include "broken-page-fault.c"
