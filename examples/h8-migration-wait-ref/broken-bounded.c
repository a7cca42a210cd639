/* SPDX-License-Identifier: Apache-2.0 */
/* The same where the migrator gives up: it comes to its end, but one that waits for it is enough for it to fail. */
#include "asleep_with_reference.h"
#include "bounded.h"
