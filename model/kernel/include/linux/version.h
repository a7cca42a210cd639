/* SPDX-License-Identifier: Apache-2.0 */
/* Kernel versions as numbers that compare. */
#ifndef _LINUX_VERSION_H
#define _LINUX_VERSION_H

#define KERNEL_VERSION(major, minor, patch) (((major) << 16) + ((minor) << 8) + (patch))
#define LINUX_VERSION_CODE HW_LINUX_VERSION

#include <hw/surroundings.h>

#endif
