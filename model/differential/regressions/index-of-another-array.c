// An index into one array of a record was taken for an index into another one.
#include <headway.h>
struct inner { long a; long d; long e[3]; };
struct outer { struct inner in; struct inner row[2]; };
static int start, reached;
static unsigned long checksum;
static struct outer r = { .in = { 1, 2, { 3, 4, 5 } }, .row = { { 6, 7, { 8, 9, 10 } }, { 11, 12, { 13, 14, 15 } } } };
HW_INIT(begin) { start = hw_choose(0, 2); }
HW_THREAD(thread) {
	checksum = r.row[start & 1].a;
	r.row[start & 1].d = 20;
	r.row[start & 1].e[start] = 21;
	checksum += &r.row[start & 1] == &r.row[1];
}
HW_OBSERVE(start, start)
HW_OBSERVE(checksum, checksum)
HW_OBSERVE(reached, reached)
HW_OBSERVE(m0, r.row[0].d + 100 * r.row[1].d)
HW_OBSERVE(m1, r.row[0].e[0] + 100 * r.row[1].e[1] + 10000 * r.row[0].e[2])
