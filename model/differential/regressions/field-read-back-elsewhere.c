// The value of an assignment to a bit-field, or of a record, was read back from a place that the store had moved.
#include <headway.h>
static int start, reached;
static unsigned long checksum;
enum color { red, green, blue = 5 };
struct s {
	unsigned char c : 6;
	int d : 5;
	enum color e : 3;
	_Bool f : 1;
};
static struct s r[2] = { { .c = 55, .d = 3, .e = blue }, { .c = 1, .d = 1 } };
HW_INIT(begin) { start = hw_choose(0, 2); }
HW_THREAD(thread)
{
	checksum = (r[r[1].c & 1].c = -14 - start) & 15;
	checksum = checksum * 31 + (r[r[1].d & 1].d = 48 + start);
	checksum = checksum * 31 + (r[1].d = 17 + start) + (r[0].e = 14 - start);
	checksum = checksum * 31 + (r[1].f = start) + ++r[0].d + (r[1].e = green);
	checksum = checksum * 31 + (r[r[1].c & 1] = (struct s){ .c = 8, .d = 2 }).d;
}
HW_OBSERVE(start, start)
HW_OBSERVE(checksum, checksum)
HW_OBSERVE(reached, reached)
HW_OBSERVE(c, r[0].c * 64 + r[1].c)
HW_OBSERVE(d, r[0].d * 64 + r[1].d)
HW_OBSERVE(e, r[0].e * 64 + r[1].e)
HW_OBSERVE(f, r[0].f * 64 + r[1].f)
