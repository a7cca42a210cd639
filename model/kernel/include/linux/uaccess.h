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
	unsigned long copied = 0;

	might_fault();
	while (copied < n) {
		if (HW_SHORT_COPY && copied && hw_flip())
			break;
		if (!hw_load((unsigned long)from + copied))
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
	unsigned long copied = 0;

	might_fault();
	while (copied < n) {
		if (HW_SHORT_COPY && copied && hw_flip())
			break;
		if (!hw_store((unsigned long)to + copied, hw_tag_of(((const unsigned char *)from)[copied])))
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

#define __copy_to_user(to, from, n) copy_to_user(to, from, n)

#endif
