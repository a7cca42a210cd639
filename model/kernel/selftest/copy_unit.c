/* SPDX-License-Identifier: Apache-2.0 */
/* A copy in units whose fixup tries the first byte of a segment alone (295cf156231c). */
#include "copy_unit.h"

HW_THREAD(test)
{
	/* A unit that is mapped; one byte, which needs no unit; a unit over two segments there is none. */
	IS(copied(4, 2), 2);
	IS(copied(0, 1), 1);
	IS(copied(3, 2), 2);

	/* The second byte of the unit faults: the first one is tried alone, also behind another segment. */
	IS(copied(1, 2), 1);
	IS(copied(1, 1), 1);
	IS(copied(0, 2), 2);

	/* The very first byte faults. */
	IS(copied(2, 2), 0);
}
