/* SPDX-License-Identifier: Apache-2.0 */
/* fault_in_iov_iter_readable: excess, empty segments, suffix. */
#define FAULT_IN fault_in_iov_iter_readable
#include "fault_in_iov_iter.h"
