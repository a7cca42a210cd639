/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the kernel tells compiler and sparse. __user is an address space of its own, so that a user address is never
 * dereferenced by mistake; hints about speed mean nothing here.
 */
#ifndef _LINUX_COMPILER_H
#define _LINUX_COMPILER_H

#include <headway.h>

#define __user __attribute__((address_space(1)))
#define __kernel
#define __force
#define __must_check
#define __always_inline inline
#define noinline
#define __maybe_unused __attribute__((unused))
#define __always_unused __attribute__((unused))
#define __init
/*
 * Behind the parameters of a function: whether the task holds the lock is checked where the function begins and where
 * it returns (property `contract`). The lock is an expression over the parameters, or its address, of a type that
 * says who holds it. The statements only tell sparse.
 */
#define __acquires(lock) __attribute__((acquire_capability(lock)))
#define __releases(lock) __attribute__((release_capability(lock)))
#define __must_hold(lock) __attribute__((requires_capability(lock)))
#define __acquire(lock) ((void)0)
#define __release(lock) ((void)0)
#define fallthrough __attribute__((fallthrough))

#define likely(condition) (!!(condition))
#define unlikely(condition) (!!(condition))

/* Under sequential consistency an access is what it says. */
#define READ_ONCE(x) (x)
#define WRITE_ONCE(x, value) ((x) = (value))
#define barrier() ((void)0)

#define offsetof(type, member) __builtin_offsetof(type, member)

#endif
