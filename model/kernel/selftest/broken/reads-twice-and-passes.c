/* SPDX-License-Identifier: Apache-2.0 */
/* The same where readers pass: reading twice is an error still, but nobody waits for ever. */
#define HW_RWSEM_VARIANT READERS_PASS
#include "reads-twice.c"
