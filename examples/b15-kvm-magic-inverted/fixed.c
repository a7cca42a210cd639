/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest looks whether its hypervisor has mapped a page for it, and patches its own code to use that page where it is
 * there.
 */
#include "surroundings.h"

static void kvm_use_magic_page(const char __user *magic_page, size_t size)
{
	if (fault_in_readable(magic_page, size)) {
		kvm_patching_worked = false;
		return;
	}

	for (unsigned int number = 0; number < KVM_INSTRUCTIONS; number++)
		kvm_check_ins(number);
}

/* What the guest concludes, in the words of a fault-in function: all is there and in use, or nothing is. */
static size_t magic_page_missing(const char __user *magic_page, size_t size)
{
	kvm_use_magic_page(magic_page, size);
	hw_assert(patched_instructions == (kvm_patching_worked ? KVM_INSTRUCTIONS : 0), "all is patched, or nothing");
	return kvm_patching_worked ? 0 : size;
}

HW_HARNESS(fault_in, magic_page_missing)
