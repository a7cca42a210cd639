/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel's names for integers, on x86-64. */
#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H

#include <linux/compiler.h>

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed char s8;
typedef short s16;
typedef int s32;
typedef long long s64;

typedef u8 __u8;
typedef u16 __u16;
typedef u32 __u32;
typedef u64 __u64;
typedef s32 __s32;
typedef s64 __s64;

typedef _Bool bool;
typedef __SIZE_TYPE__ size_t;
typedef long ssize_t;
typedef unsigned long uintptr_t;
typedef long ptrdiff_t;
typedef long long loff_t;
typedef unsigned long pgoff_t;
typedef u64 sector_t;
typedef unsigned int gfp_t;

enum { false = 0, true = 1 };

#define NULL ((void *)0)

#endif
