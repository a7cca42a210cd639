/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the repair does not promise: the reader is served in its turn, but what it was served it must give up before
 * it tries again, and by then the other node has asked.
 */
#define OTHER_ROUNDS 0
#include "queueing.h"
