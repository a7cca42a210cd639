// What hw_atomic counted was followed behind its end: the loop around it unrolled without bound.
#include <headway.h>
static int start, fuel = 24, reached;
static unsigned long checksum;
static void run(void)
{
	long y = 1;
	do {
		hw_atomic {
			y = 2;
			y++;
		}
		y += start;
		hw_atomic {
			y--;
			y--;
			checksum += y;
		}
		hw_atomic { y++; }
	} while (fuel-- > 0 && y < 1000);
	checksum = checksum * 31 + y;
}
static void count(void)
{
	long y = 5;
	while (fuel-- > -20) {
		hw_atomic { if (start) y++; else y = 7; }
		hw_atomic { y++; }
	}
	checksum = checksum * 31 + y;
}
HW_INIT(begin) { start = hw_choose(0, 2); }
HW_THREAD(thread) { run(); count(); }
HW_OBSERVE(start, start)
HW_OBSERVE(checksum, checksum)
HW_OBSERVE(reached, reached)
