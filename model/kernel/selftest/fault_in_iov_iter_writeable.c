/* SPDX-License-Identifier: Apache-2.0 */
/* fault_in_iov_iter_writeable: excess, empty segments, suffix. */
#define FAULT_IN fault_in_iov_iter_writeable
#include "fault_in_iov_iter.h"
