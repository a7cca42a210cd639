/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clean-up at the end of a block (include/linux/cleanup.h, 6.14): __free, CLASS, guard, scoped_guard. All of it rests
 * on the compiler's cleanup attribute. In what a caller hands in, the object is called _T, as in the kernel.
 */
#ifndef _LINUX_CLEANUP_H
#define _LINUX_CLEANUP_H

#include <headway.h>
#include <linux/types.h>

#define __cleanup(function) __attribute__((cleanup(function)))

#define DEFINE_FREE(name, type, free) \
static inline void __free_##name(void *place) { type _T = *(type *)place; free; }
#define __free(name) __cleanup(__free_##name)

/* The variable gives its pointer away, and has nothing left to free. */
#define no_free_ptr(pointer) ({ __auto_type hw_kept_ = (pointer); (pointer) = NULL; hw_kept_; })
#define retain_and_null_ptr(pointer) ((void)no_free_ptr(pointer))
#define return_ptr(pointer) return no_free_ptr(pointer)

#define DEFINE_CLASS(name, type, exit, init, ...) \
typedef type class_##name##_t; \
static inline void class_##name##_destructor(type *place) { type _T = *place; exit; } \
static inline type class_##name##_constructor(__VA_ARGS__) { type hw_object_ = init; return hw_object_; }
#define CLASS(name, variable) \
	class_##name##_t variable __cleanup(class_##name##_destructor) = class_##name##_constructor

/* A lock that is held to the end of a block: an object of type `type`, which is a pointer to the lock. */
#define DEFINE_GUARD(name, type, lock, unlock) \
DEFINE_CLASS(name, type, if (_T) { unlock; }, ({ lock; _T; }), type _T) \
static inline void *class_##name##_lock_ptr(class_##name##_t *object) { return *object; }
/* As that, but it may fail to take the lock, and then holds nothing: `condition` says whether it did. */
#define DEFINE_GUARD_COND(name, extension, condition) \
static inline class_##name##_t class_##name##extension##_constructor(class_##name##_t _T) \
{ \
	return (condition) ? _T : NULL; \
} \
typedef class_##name##_t class_##name##extension##_t; \
static inline void class_##name##extension##_destructor(class_##name##_t *place) \
{ \
	class_##name##_destructor(place); \
} \
static inline void *class_##name##extension##_lock_ptr(class_##name##_t *object) { return *object; }
/* A guard that needs more than the lock itself; the lock is _T->lock. */
#define DEFINE_LOCK_GUARD_1(name, type, take, release, ...) \
typedef struct { type *lock; __VA_ARGS__; } class_##name##_t; \
static inline void class_##name##_destructor(class_##name##_t *_T) { if (_T->lock) { release; } } \
static inline class_##name##_t class_##name##_constructor(type *hw_lock_) \
{ \
	class_##name##_t hw_object_ = { .lock = hw_lock_ }, *_T = &hw_object_; \
	take; \
	return hw_object_; \
} \
static inline void *class_##name##_lock_ptr(class_##name##_t *object) { return object->lock; }

#define guard(name) CLASS(name, HW_CONCAT(hw_guard_, __COUNTER__))
#define __guard_ptr(name) class_##name##_lock_ptr
/* A block that runs once, with the lock held; not at all if the lock was not taken. */
#define scoped_guard(name, ...) \
	for (CLASS(name, hw_scope_)(__VA_ARGS__), *hw_done_ = NULL; \
	     __guard_ptr(name)(&hw_scope_) && !hw_done_; hw_done_ = (void *)1)
#define scoped_cond_guard(name, fail, ...) \
	for (CLASS(name, hw_scope_)(__VA_ARGS__), *hw_done_ = NULL; !hw_done_; hw_done_ = (void *)1) \
		if (!__guard_ptr(name)(&hw_scope_)) \
			fail; \
		else

#endif
