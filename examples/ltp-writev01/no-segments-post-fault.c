/* SPDX-License-Identifier: Apache-2.0 */
/* The write loop that faults in after a failed copy. */
#include "no-segments.h"

#include "../good-post-fault/loop.c"
