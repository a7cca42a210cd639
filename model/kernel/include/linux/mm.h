/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <hw/page_cache.h>
#include <linux/mmap_lock.h>
#include <linux/uaccess.h>

#endif
