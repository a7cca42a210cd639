/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader waits in the queue. The other node stops after a while: that is presumed (README.md).
 */
#define OTHER_ROUNDS 2
#include "queueing.h"
