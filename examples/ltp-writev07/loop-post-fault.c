/* SPDX-License-Identifier: Apache-2.0 */
/* The write loop that faults in after a failed copy. */
#include "request.h"

#include "../good-post-fault/loop.c"
