/* SPDX-License-Identifier: Apache-2.0 */
/* memset to 0 and memcpy (include/linux/string.h, 6.14), of whole objects; anything else is refused by name. */
#ifndef _LINUX_STRING_H
#define _LINUX_STRING_H

#include <linux/types.h>

#define memset(place, byte, size) __builtin_memset(place, byte, size)
#define memcpy(to, from, size) __builtin_memcpy(to, from, size)
#define memmove(to, from, size) __builtin_memmove(to, from, size)

#endif
