/* SPDX-License-Identifier: Apache-2.0 */
/* A copy in units as it was on arm64 before 5.14: the first byte is not copied though it could be. */
#define HW_COPIES_FIRST_BYTE 0
#include "copy_unit.h"

HW_THREAD(test)
{
	IS(copied(4, 2), 2);
	IS(copied(0, 1), 1);
	IS(copied(1, 2), 0);
	IS(copied(1, 1), 1);
	IS(copied(2, 2), 0);
}
