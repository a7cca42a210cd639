/* SPDX-License-Identifier: Apache-2.0 */
/* However often another processor stores to the word: the operation ends. */
#define OTHER_STORES 0
#include "bounded.h"

static int futex_operation(u32 *uaddr)
{
	return futex_atomic_add(1, uaddr);
}
