/*
 * C that is run twice by differential_test.cpp: compiled natively, and as a Program by the evaluator. Each CASE is a
 * function of two numbers; together they use every construct that the front end takes. Nothing here may depend on what
 * C leaves to the compiler: the order of arguments, the padding of structs, addresses.
 */
#define CASE(name) __attribute__((annotate("hw_case"), used)) int name(int a, int b)
#define max(x, y) ({ __typeof__(x) _x = (x); __auto_type _y = (y); _x > _y ? _x : _y; })
#define container_of(p, type, member) ((type *)((char *)(p) - __builtin_offsetof(type, member)))
#define likely(x) __builtin_expect(!!(x), 1)

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned long u64;
typedef _Bool bool;

static int trace_value;
static int trace(int digit, int result)
{
	trace_value = trace_value * 10 + digit;
	return result;
}

CASE(arithmetic)
{
	u8 c = a;
	signed char s = b;
	u16 w = a * 77;
	unsigned u = a;
	long l = (long)a * b;
	u64 q = -(long)a;
	c += 200;
	w -= b;
	s = -s;
	return c + s + w + (int)(u >> 3) + (int)(l >> 2) + (int)(q >> 60) + (a << 3) + (a >> 1) + (a < 0u) + (-1 < u) +
	       (a ^ b) + (~a & 0xff) + (a % 7) + (int)(u / 3) + !b;
}

CASE(increments)
{
	int x = a, y = x++ + 1, z = --x - y--;
	u8 c = 255;
	bool t = 0;
	signed char s = 127;
	c++;
	s++;
	t++;
	t++;
	return x * 3 + y * 5 + z * 7 + c + t * 11 + s;
}

CASE(short_circuit)
{
	int r = 0;
	trace_value = 0;
	if (trace(1, a) && trace(2, b) || trace(3, a > b))
		r = 1;
	r += !(trace(4, a) || trace(5, b)) ? trace(6, 10) : trace(7, 20);
	r += (a && trace(8, b)) + (trace(9, 0) ?: trace(1, a));
	return trace_value ^ r;
}

CASE(comma_and_statement_expressions)
{
	int x = (trace_value = a, trace_value + b);
	int m = max(x++, b) + max(a, max(b, 3));
	x += ({ int k = 0; for (int i = 0; i < 3; i++) k += i * x; k; });
	while (({ x--; x > 40 || x < -40; }))
		x /= 2;
	return m * 3 + x;
}

CASE(loops)
{
	int n = 0, i;
	for (i = 0; i < 10; i++) {
		if (i == (a & 7))
			continue;
		if (i == (b & 15))
			break;
		n += i;
	}
	do {
		n++;
		if (n & 1)
			continue;
		n += 2;
	} while (n < 30);
	while (n > 20)
		n -= 3;
	for (;;) {
		if (n++ > 25)
			break;
	}
	return n * 100 + i;
}

CASE(switches)
{
	int r = 0;
	switch (a & 15) {
	case 0:
		r += 1;
	case 1 ... 3:
		r += 10;
		break;
	default:
		r += 1000;
	case 5:
		r += 100;
		switch (b) {
		case -2:
			r = -r;
		}
		break;
	case 7:
	case 9: {
		if (b > 0) {
	case 11:
			r += 5;
		}
		r += 7;
	}
	}
	switch ((u8)b) {
	case 250 ... 255:
		r++;
	}
	switch (b)
		;
	return r;
}

CASE(gotos)
{
	int n = 0, i = 0;
	if (a > 2)
		goto inside;
again:
	n += 3;
	for (i = 0; i < 4; i++) {
		n++;
inside:
		n += 10;
		if (n > 60)
			goto out;
	}
	if (n < 50)
		goto again;
out:
	if (0) {
dead:
		n = -n;
		goto end;
	}
	if (b & 1)
		goto dead;
end:
	return n + i;
}

struct inner {
	short s;
	union {
		long l;
		struct {
			u8 lo, hi;
		};
	};
};
struct outer {
	char tag;
	struct inner in[2];
	unsigned x : 3, y : 7, : 0, z : 9;
	int sx : 4;
	bool flag : 1;
	struct outer *next;
	int tail[];
};

static struct inner make(int a, int b)
{
	struct inner i = { .s = a, .l = b };
	i.s++;
	return i;
}
static int sum(struct inner i)
{
	i.s += 1;
	return i.s + i.lo;
}

CASE(records)
{
	struct outer o = { .in[1].s = a, .x = a, .flag = b, .next = 0 }, p;
	o.in[0] = make(a, b);
	o.y = o.x + b;
	o.z -= 1;
	o.sx = b;
	o.x++;
	p = o;
	p.next = &o;
	p.next->in[1].hi = 9;
	p.next->in[1].lo = a;
	o.y |= 0x40;
	int v = (o.sx = a) + (o.x += 3);
	struct inner *q = &p.next->in[0];
	q++;
	return v + o.y * 2 + o.z * 3 + p.y * 5 + o.sx * 7 + p.flag * 11 + (int)q->l + make(a, b).s + sum(o.in[0]) +
	       sum((struct inner){ .s = 4, .lo = 5 }) + o.in[1].s + (b ? p : o).y + (int)sizeof(o) +
	       (int)__builtin_offsetof(struct outer, tail[2]) + sum(a ? make(1, 2) : o.in[1]);
}

CASE(pointers)
{
	int m[3][4] = { { 1, 2 }, [2] = { [3] = a } };
	int *p = &m[1][0], *end = m[2] + 4, n = 0;
	while (p < end) {
		n += *p++;
		n += end - p;
	}
	p = *m;
	p[a & 3] += b;
	*(p + 1) -= 2;
	m[b & 1][trace(1, 2)]++;
	(&m[2])[-1][1] = 6;
	struct outer o = { .tag = 'x' };
	struct inner *in = &o.in[1];
	long raw = (long)in;
	struct outer *back = container_of((struct inner *)raw - 1, struct outer, in[0]);
	back->tag++;
	void *v = p;
	v += sizeof(int) * 2;
	const char text[] = "hey";
	const char *s = "abc" + 1, *t = text;
	for (; *t; t++)
		n += *t;
	return n + m[0][a & 3] + m[0][2] + m[1][1] + o.tag + *(int *)v + *s + (int)sizeof(text) + !p + (v != 0) +
	       (back == &o ? 3 : 4);
}

static int twice(int x)
{
	return 2 * x;
}
static int thrice(int x)
{
	static int calls = 5;
	calls++;
	return 3 * x + calls;
}
struct ops {
	const char *name;
	int (*run)(int);
	const int *data;
};
static const int numbers[] = { 3, 1, [5] = 4, 2 };
static const struct ops table[] = {
	{ .name = "twice", .run = twice, .data = &numbers[1] },
	{ "thrice", &thrice, numbers + 5 },
};
static int apply(int (*f)(int), int x)
{
	return f(x) + (*f)(x + 1) + (**f)(x);
}

CASE(function_pointers)
{
	const struct ops *ops = &table[a & 1];
	int (*f)(int) = b > 0 ? twice : ops->run;
	return apply(ops->run, b) + f(a) + table[b & 1].run(trace(1, a)) + *ops->data + ops->data[1] + ops->name[1];
}

static int factorial(int n)
{
	return n <= 1 ? 1 : n * factorial(n - 1);
}
static void fill(int *out, const int *from, int n)
{
	if (!n)
		return;
	*out = *from;
	fill(out + 1, from + 1, n - 1);
}
enum color { RED, GREEN = 7, BLUE };
struct node {
	struct node *next, *prev;
};
static struct node ring = { &ring, &ring };
static struct outer global = { .in = { { 1, { 2 } } }, .z = 300, .sx = -3, .next = &global };

CASE(functions_and_globals)
{
	int copy[8];
	enum color c = a & 1 ? BLUE : RED;
	fill(copy, numbers, 7);
	global.z += b;
	copy[trace(2, 1)] = trace(3, a);
	return factorial(a & 7) + copy[5] + copy[6] + copy[1] + c + (c > GREEN) + (ring.next == &ring) + global.z +
	       global.next->sx + (int)global.in[0].l;
}

CASE(builtins)
{
	int r = 0, o = 0;
	unsigned u = 0;
	long l = 0;
	u64 q = 0;
	if (likely(a) && likely(trace(1, b) > 2))
		r += 1;
	o += __builtin_add_overflow(a, 0x7ffffff0, &r);
	o = o * 2 + __builtin_sub_overflow((unsigned)a, (unsigned)b, &u);
	o = o * 2 + __builtin_mul_overflow((long)a << 40, (long)b << 20, &l);
	o = o * 2 + __builtin_add_overflow((long)a << 62, (long)b << 61, &l);
	o = o * 2 + __builtin_sub_overflow((long)a << 62, (long)b << 61, &l);
	o = o * 2 + __builtin_mul_overflow((u64)a, (u64)b, &q);
	o = o * 2 + __builtin_add_overflow(a, b, &q);
	o = o * 2 + __builtin_mul_overflow(a, b * 100000, &r);
	o = o * 2 + __builtin_mul_overflow((unsigned)a, (unsigned)b, &u);
	r ^= __builtin_choose_expr(1, a, "no") + __builtin_types_compatible_p(int, long);
	r += _Generic(l, int: 1, long: 2, default: 3) + _Generic((a), int: twice, default: thrice)(b);
	if (__builtin_constant_p(a) && a == 12345)
		__builtin_unreachable();
	return r + o + (int)(u ^ (unsigned)l ^ (unsigned)q ^ (unsigned)(q >> 32));
}

CASE(conversions)
{
	u64 big = (u64)a << 33 | (unsigned)b;
	short s = (short)big;
	bool t = big;
	bool u = (bool)&ring;
	char plain = a;
	int neg = (signed char)0x80;
	unsigned mixed = a + (u16)b;
	return (int)big + s + t + u + plain + neg + (int)(mixed % 10) + (a < (long)mixed) + (int)((u8)a * (u8)b << 4) +
	       (b ? (long)a : 5u > (unsigned)b) + (int)(char)b + ((int)(long)(void *)(long)a);
}

CASE(order)
{
	int v[4] = { 1, 2, 3, 4 }, i = 0;
	trace_value = 0;
	v[0] = trace(1, a) + 1;
	v[1] += ({ v[1] = 40 + b; trace(2, 2); });
	v[i++] += 5;
	int *p = v;
	*p++ = trace(5, 1);
	*++p += 3;
	i += ({ i = 7; 1; });
	return trace_value + v[0] * 3 + v[1] * 5 + v[2] * 7 + i + (int)(p - v);
}

CASE(bits)
{
	unsigned u = a;
	u64 q = (u64)a * 0x100000001ul ^ (u64)b << 20;
	return __builtin_ffs(a) + __builtin_ffsll(q) * 3 + __builtin_popcount(u) * 5 + __builtin_popcountl(q) * 7 +
	       __builtin_parity(b) + (int)__builtin_bswap16(u) + (int)__builtin_bswap32(b) +
	       (int)(__builtin_bswap64(q) >> 33);
}

static void close_digit(int *digit) { trace(*digit, 0); }
#define OPEN(name, digit) int name __attribute__((cleanup(close_digit))) = trace(digit, digit)

static int leave_by(int a, int b)
{
	OPEN(outer, 1);
	for (int k = 0; k < 3; k++) {
		OPEN(inner, 2);
		if (a & 1) { OPEN(deep, 3); if (b & 1) break; if (b & 2) continue; if (b & 4) goto out; }
		if (b < 0) return trace_value;
		b >>= 1;
	}
	{
again:;
		OPEN(last, 4);
		if (b > 50) { b = 0; goto again; }
		return ({ OPEN(here, 5); trace_value; });
	}
out:
	return -trace_value;
}

CASE(cleanups)
{
	trace_value = 0;
	int r = leave_by(a, b);
	return r ^ trace_value;
}

const struct differential_case {
	const char *name;
	int (*run)(int, int);
} differential_cases[] = {
#define ENTRY(name) { #name, name }
	ENTRY(arithmetic), ENTRY(increments), ENTRY(short_circuit), ENTRY(comma_and_statement_expressions),
	ENTRY(loops), ENTRY(switches), ENTRY(gotos), ENTRY(records), ENTRY(pointers), ENTRY(function_pointers),
	ENTRY(functions_and_globals), ENTRY(builtins), ENTRY(conversions), ENTRY(order),
	ENTRY(bits), ENTRY(cleanups),
	{ 0, 0 },
};
