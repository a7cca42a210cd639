// A record is copied to where its index is read from: the index changed half-way.
#include <headway.h>
struct record { int a, k, b; };
static int start, reached;
static unsigned long checksum;
static struct record r = { .a = 1, .k = 1, .b = 2 };
static struct record rows[3] = { { 10, 2, 20 }, { 30, 2, 40 }, { 50, 0, 60 } };
static struct record row(void) { return rows[r.k % 3]; }
HW_INIT(begin) { start = hw_choose(0, 2); }
HW_THREAD(thread) {
	r = rows[r.k];
	rows[rows[start].k] = rows[0];
	rows[rows[0].k] = rows[1];
	r = row();
}
HW_OBSERVE(start, start)
HW_OBSERVE(checksum, checksum)
HW_OBSERVE(reached, reached)
HW_OBSERVE(m0, r.a)
HW_OBSERVE(m1, r.k)
HW_OBSERVE(m2, r.b)
HW_OBSERVE(m3, rows[0].a + 100 * rows[1].a + 10000 * rows[2].a)
HW_OBSERVE(m4, rows[0].k + 100 * rows[1].k + 10000 * rows[2].k)
HW_OBSERVE(m5, rows[0].b + 100 * rows[1].b + 10000 * rows[2].b)
