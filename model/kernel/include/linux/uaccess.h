/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies between kernel memory and user memory (include/linux/uaccess.h, 6.14). They fault pages in as they go, or
 * stop at the first byte that is not mapped where faults are disabled. All return how many bytes were *not* copied; if
 * the first byte is accessible throughout, at least it is copied. Kernel memory is an array of characters.
 *
 * No choice, except where HW_SHORT_COPY asks for it (a plain one).
 */
#ifndef _LINUX_UACCESS_H
#define _LINUX_UACCESS_H

#include <hw/copy_to_iter.h>
#include <hw/disabled_faults.h>
#include <hw/page_fault.h>
#include <linux/errno.h>

/* raw_copy_from_user: the bytes that are not copied are left as they are. */
static inline unsigned long __copy_from_user(void *to, const void __user *from, unsigned long n)
{
	bool atomic = faulthandler_disabled();
	unsigned long copied = 0;

	might_fault();
	while (copied < n) {
		if (HW_SHORT_COPY && copied && hw_flip())
			break;
		if (atomic ? !hw_load_nofault((unsigned long)from + copied, copied + 1 == n)
			   : !hw_load((unsigned long)from + copied))
			break;
		((unsigned char *)to)[copied] = hw_byte_of(hw_user_tag((unsigned long)from + copied));
		copied++;
	}
	hw_note("%lu of %lu bytes are copied", copied, n);
	return n - copied;
}

/* _copy_from_user: the bytes that are not copied are zeroed. */
static inline unsigned long copy_from_user(void *to, const void __user *from, unsigned long n)
{
	unsigned long left = __copy_from_user(to, from, n);

	for (unsigned long k = n - left; k < n; k++)
		((unsigned char *)to)[k] = 0;
	return left;
}

/* raw_copy_to_user and _copy_to_user: the bytes before the one that faults have landed. */
static inline unsigned long copy_to_user(void __user *to, const void *from, unsigned long n)
{
	bool atomic = faulthandler_disabled();
	unsigned long copied = 0;

	might_fault();
	while (copied < n) {
		unsigned long address = (unsigned long)to + copied;
		unsigned short tag = hw_tag_of(((const unsigned char *)from)[copied]);

		if (HW_SHORT_COPY && copied && hw_flip())
			break;
		if (atomic ? !hw_store_nofault(address, tag, copied + 1 == n) : !hw_store(address, tag))
			break;
		copied++;
	}
	HW_ON_DELIVERY();
	hw_note("%lu of %lu bytes are copied", copied, n);
	return n - copied;
}

/* mm/maccess.c, 6.14: all or -EFAULT, with faults disabled; after a failure a prefix has landed all the same. */
static inline long copy_to_user_nofault(void __user *to, const void *from, size_t n)
{
	unsigned long left;

	pagefault_disable();
	left = copy_to_user(to, from, n);
	pagefault_enable();
	return left ? -EFAULT : 0;
}

/* arch/x86/include/asm/uaccess.h, 6.14: every user address of the model is one that a process may name. No choice. */
#define access_ok(address, size) ((void)(address), (void)(size), 1)
#define user_access_begin(address, size) access_ok(address, size)
#define user_access_end() ((void)0)
#define user_read_access_begin(address, size) access_ok(address, size)
#define user_read_access_end() ((void)0)
#define user_write_access_begin(address, size) access_ok(address, size)
#define user_write_access_end() ((void)0)

/* One load or store of one byte, the unit of all sizes here; wider ones are refused. No choice of its own. */
#define hw_one_byte(pointer) _Static_assert(sizeof(*(pointer)) == 1, "user memory is loaded and stored byte by byte")
#define unsafe_get_user(x, pointer, label) do { \
	const void __user *hw_place_ = (pointer); \
	hw_one_byte(pointer); \
	if (!hw_load((unsigned long)hw_place_)) \
		goto label; \
	(x) = hw_byte_of(hw_user_tag((unsigned long)hw_place_)); \
} while (0)
#define unsafe_put_user(x, pointer, label) do { \
	void __user *hw_place_ = (pointer); \
	hw_one_byte(pointer); \
	if (!hw_store((unsigned long)hw_place_, hw_tag_of(x))) \
		goto label; \
} while (0)
#define get_user(x, pointer) ({ \
	__label__ hw_faults_; \
	int hw_error_ = -EFAULT; \
	might_fault(); \
	unsafe_get_user(x, pointer, hw_faults_); \
	hw_error_ = 0; \
hw_faults_: \
	hw_error_; \
})
#define put_user(x, pointer) ({ \
	__label__ hw_faults_; \
	int hw_error_ = -EFAULT; \
	might_fault(); \
	unsafe_put_user(x, pointer, hw_faults_); \
	hw_error_ = 0; \
hw_faults_: \
	hw_error_; \
})
#define __get_user(x, pointer) get_user(x, pointer)
#define __put_user(x, pointer) put_user(x, pointer)

/*
 * arch/arm64/include/asm/uaccess.h, 6.1: how many bytes of the range don't let a load pass one by one; where pages
 * alone decide, as on x86, it is 0 for a range that was faulted in. No choice.
 */
static inline size_t probe_subpage_writeable(char __user *address, size_t size)
{
	size_t done = 0;

	while (done < size && hw_load((unsigned long)address + done))
		done++;
	return size - done;
}

#define __copy_to_user(to, from, n) copy_to_user(to, from, n)

#endif
