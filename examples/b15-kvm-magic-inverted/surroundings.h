/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One word, in a good page or in a bad one. The kernel's word lies in the last page of its own address space, where the
 * hypervisor maps it or does not; fault-in treats it like a user address, and so does this model.
 */
#define HW_PAGES HW_GOOD, HW_BAD
#define HW_RANGE_LAST (2 * HW_PAGE_GRANULES - 1)
#define HW_RANGE_MIN 1
#define HW_RANGE_MAX 1
#define HW_RANGE_STORES 0

#include <harness/fault_in.h>

static bool kvm_patching_worked = true;
static unsigned int patched_instructions;

/* Instructions that ask the hypervisor are replaced by loads from the page. */
#define KVM_INSTRUCTIONS 2

static inline void kvm_check_ins(unsigned int number)
{
	(void)number;
	patched_instructions++;
}
