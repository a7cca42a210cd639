// The initial value of a field behind an inner array went into an element of that array.
#include <headway.h>
struct inner { int a; int e[3]; int d; };
struct outer { struct inner in; int *next; };
static int start, reached, n;
static unsigned long checksum;
static struct outer rows[3] = { { .in = { .d = 3 }, .next = &n }, { .in = { .a = 5 }, .next = &n } };
HW_INIT(begin) { start = hw_choose(0, 2); }
HW_THREAD(thread) { checksum = rows[0].in.d + rows[1].in.a; }
HW_OBSERVE(start, start)
HW_OBSERVE(checksum, checksum)
HW_OBSERVE(reached, reached)
HW_OBSERVE(m0, rows[0].in.d)
HW_OBSERVE(m1, rows[0].in.e[1])
HW_OBSERVE(m2, rows[1].next == &n)
HW_OBSERVE(m3, rows[1].in.e[2])
