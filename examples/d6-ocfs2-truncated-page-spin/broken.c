/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The other node writes again and again, and queues for it; the reader only tries, and always comes too late.
 */
#define OTHER_ROUNDS 0
#include "trylock.h"
