/* SPDX-License-Identifier: Apache-2.0 */
/* Copies between kernel memory and user memory: which bytes are there after a short one. */
#define HW_PAGES HW_EVICTED, HW_READ_ONLY, HW_BAD
#include "small_world.h"

static char buffer[3];

static void fill(char byte)
{
	buffer[0] = buffer[1] = buffer[2] = byte;
}

static void buffer_is(char byte_0, char byte_1, char byte_2)
{
	IS(buffer[0], byte_0);
	IS(buffer[1], byte_1);
	IS(buffer[2], byte_2);
}

#define OWN(address) hw_byte_of(hw_from_user(address))

HW_THREAD(test)
{
	/* Two bytes are legal; the rest is zeroed, by the form that promises it. */
	fill(7);
	IS(__copy_from_user(buffer, USER(2), 3), 1);
	buffer_is(OWN(2), OWN(3), 7);
	fill(7);
	IS(copy_from_user(buffer, USER(2), 3), 1);
	buffer_is(OWN(2), OWN(3), 0);
	fill(7);
	IS(copy_from_user(buffer, USER(4), 2), 2);
	buffer_is(0, 0, 7);
	IS(copy_from_user(buffer, USER(4), 0), 0);

	/* Disabled faults. */
	fill(7);
	pagefault_disable();
	IS(__copy_from_user(buffer, USER(0), 1), 1);
	buffer_is(7, 7, 7);
	IS(copy_from_user(buffer, USER(0), 1), 1);
	buffer_is(0, 7, 7);
	IS(copy_to_user(USER(0), buffer, 2), 2);
	IS(hw_page[0], EVICT);
	pagefault_enable();
	IS(copy_from_user(buffer, USER(0), 1), 0);
	buffer_is(OWN(0), 7, 7);

	/* A prefix lands, up to the byte that takes no store; a zero is a byte too. */
	fill(0);
	buffer[0] = 9;
	IS(copy_to_user(USER(0), buffer, 3), 1);
	IS(hw_user_content[0], hw_tag_of(9));
	IS(hw_user_content[1], HW_ZERO);
	IS(hw_user_content[2], HW_STALE);
	fill(7);
	IS(copy_from_user(buffer, USER(0), 3), 0);
	buffer_is(9, 0, OWN(2));
}
