/* SPDX-License-Identifier: Apache-2.0 */
/* The same in the fair variant: the writer gets in. */
#define HW_RWSEM_VARIANT FAIR
#include "readers-never-rest.c"
