// One table of the C that must work: each construct by its name, a model that uses it, and what is
// violated in it; nothing, unless the construct is undefined. What kernel headers bring along is in
// dialect_environment_test.cpp; what is refused in model/frontend/refused_test.cpp and in
// undefined_test.cpp.
#include "model/lower/dialect_test.h"

#include <regex>

namespace headway::lower {

void PrintTo(const Construct& construct, std::ostream* out) { *out << construct.name; }

TEST_P(Dialect, IsUnderstood) {
  const std::string code = std::regex_replace(GetParam().code, std::regex("USES "), "#include ");
  const Behaviour seen = behaviour_of(code);
  EXPECT_EQ(seen.failures, GetParam().failures);
  EXPECT_EQ(seen.blocked, GetParam().stops);
}

namespace {

const Construct kStatements[] = {
    {"if_else_while_do_for", R"(
HW_THREAD(t) {
	int n = hw_choose(0, 3), sum = 0;
	if (n) sum = 1; else sum = 2;
	while (n < 5) n++;
	do n += 2; while (n < 8);
	for (int k = 0; k < 3; k++) sum += k;
	hw_assert(n == 9 && (sum == 4 || sum == 5), "as the C says");
}
)"},
    {"goto_into_and_out_of_loops", R"(
HW_THREAD(t) {
	int n = hw_choose(0, 4), rounds = 0;
	if (n) goto in;
retry:
	while (n < 3) {
		n++;
in:
		if (++rounds > 9) goto out;
	}
	if (n == 3) { n = 7; goto retry; }
out:
	hw_assert(rounds <= 3 && (n == 7 || n == 4), "as the C says");
}
)"},
    {"labels_from_macros", R"(
#define TRY(what, failed) do { if (!(what)) goto failed; } while (0)
#define OUT(name) name: __attribute__((unused))
HW_THREAD(t) {
	int n = hw_flip(), seen = 0;
	TRY(n, fail);
	seen = 1;
OUT(fail);
	hw_assert(seen == n, "as the C says");
}
)"},
    {"switch_with_ranges_and_fall_through", R"(
static int f(int n) {
	int r = 0;
	switch (n) {
	case -1: r = 1; break;
	case 1 ... 3: r = 10; __attribute__((fallthrough));
	case 4: r += 100; break;
	default: r = 7;
	}
	return r;
}
HW_THREAD(t) {
	hw_assert(f(-1) == 1 && f(0) == 7 && f(1) == 110 && f(3) == 110 && f(4) == 100, "as the C says");
}
)"},
    {"switch_into_a_loop", R"(
static int f(int n) {
	int r = 0;
	switch (n & 3) {
	case 0: do { r++;
	case 3: r++;
	case 2: r++;
	case 1: r++;
		} while ((n -= 4) > 0);
	}
	return r;
}
HW_THREAD(t) { int n = hw_choose(1, 6); hw_assert(f(n) == n, "as the C says"); }
)"},
    {"statement_expressions", R"(
#define most(a, b) ({ __typeof__(a) x_ = (a); __auto_type y_ = (b); x_ > y_ ? x_ : y_; })
HW_THREAD(t) {
	int n = hw_choose(0, 2), k = n;
	hw_assert(most(n++, 1) == (k > 1 ? k : 1) && n == k + 1, "as the C says");
	hw_assert(({ int *p = &k; *p; }) == k, "read before the block ends");
}
)"},
    {"block_locals_start_afresh", R"(
HW_THREAD(t) { int g = 0; for (int k = 0; k < 2; k++) { int v = 0; v++; g += v; } hw_assert(g == 2, "as the C says"); }
)"},
    {"a_pointer_to_a_block_local",
     R"(
static int g;
HW_THREAD(t) { int *p; { int v = 1; p = &v; g = *p; } g = *p; }
)",
     {"ub: dangling pointer p: t.v went with the block that declared it"}},
    {"a_pointer_to_a_loop_variable",
     R"(
static int g;
HW_THREAD(t) { int *p = 0; for (int k = 0; k < 2; k++) p = &k; g = *p; }
)",
     {"ub: dangling or wild pointer p"}},
    {"a_pointer_to_a_compound_literal",
     R"(
struct s { int v; };
static int g;
HW_THREAD(t) { struct s *p; { p = &(struct s){ 4 }; g = p->v; } g = p->v; }
)",
     {"ub: dangling pointer p: t.%0 went with the block that declared it"}},
    {"a_pointer_to_an_enclosing_local", R"(
static void twice(int *p) { *p *= 2; }
HW_THREAD(t) { int v = 3; { int *p = &v; { twice(p); } } hw_assert(v == 6, "as the C says"); }
)"},
    {"static_locals", R"(
static int next(void) { static int n = 4; return n++; }
HW_THREAD(t) { hw_assert(next() == 4 && next() == 5, "as the C says"); }
)"},
};

const Construct kEvaluation[] = {
    {"left_to_right", R"(
static int order;
static int f(int n) { order = order * 10 + n; return n; }
static int g(int a, int b) { return a - b; }
static int a[10];
HW_THREAD(t) {
	hw_assert(f(1) + f(2) * f(3) == 7 && order == 123, "operands");
	order = 0;
	hw_assert(g(f(4), f(5)) == -1 && order == 45, "arguments");
	order = 0;
	a[f(6)] = f(7);
	hw_assert(order == 67 && a[6] == 7, "place and value");
}
)"},
    {"break_continue_and_return_out_of_nested_loops", R"(
static int f(int way) {
	int sum = 0;
	for (int k = 0; ; k++) {
		if (k == 5) break;
		do {
			if (way == 1) continue;
			if (way == 2) return 50 + k;
			sum += k;
		} while (0);
		while (1) { if (k < 9) break; }
	}
	return sum;
}
HW_THREAD(t) { hw_assert(f(0) == 10 && f(1) == 0 && f(2) == 50, "as the C says"); }
)"},
    {"comma_empty_statements_and_conditions_with_effects", R"(
HW_THREAD(t) {
	int n = hw_choose(0, 2), k = 0, m;
	for (m = 0; k++, m < n; m++) ;
	if ((m = n) && n--) ; else k = 9;
	hw_assert(m == 0 ? k == 9 && n == 0 : k == m + 1 && n == m - 1, "as the C says");
	hw_assert((n ?: 7) == (n ? n : 7), "as gcc says");
}
)"},
    {"sizeof_evaluates_nothing", R"(
HW_THREAD(t) { int n = 3; hw_assert(sizeof(n++) == 4 && n == 3 && sizeof(int[3]) == 12, "as the C says"); }
)"},
    {"assembly_stubbed_by_a_body", R"(
static inline int bit(int n) { return n & 1; } /* stands for a function that the kernel writes in assembly */
HW_THREAD(t) { hw_assert(bit(3), "as the model says"); }
)"},
};

const Construct kTypes[] = {
    {"designated_initialisers", R"(
struct s { int a, b; int c[3]; };
static const struct s g = { .b = 2, .c = { [1] = 5 } };
HW_THREAD(t) {
	struct s l = { .c[2] = 7, .a = 1 };
	hw_assert(g.a == 0 && g.b == 2 && g.c[1] == 5 && l.a == 1 && l.b == 0 && l.c[2] == 7, "as the C says");
}
)"},
    {"designated_ranges", R"(
static const int g[] = { [0 ... 2] = 4, [4] = 5 };
HW_THREAD(t) {
	int l[4] = { [1 ... 3] = 6, [2] = 7 };
	hw_assert(sizeof(g) == 20 && g[2] == 4 && g[3] == 0 && g[4] == 5, "as gcc says");
	hw_assert(l[0] == 0 && l[1] == 6 && l[2] == 7 && l[3] == 6, "as gcc says");
}
)"},
    {"compound_literals_and_struct_assignment", R"(
struct s { int a, b; };
static struct s g;
static int sum(const struct s *p) { return p->a + p->b; }
HW_THREAD(t) {
	struct s l;
	l = g = (struct s){ .b = 3 };
	hw_assert(sum(&(struct s){ 1, 2 }) == 3 && l.b == 3 && g.a == 0, "as the C says");
}
)"},
    {"structs_by_value", R"(
struct s { int a; short b[2]; };
static struct s twice(struct s s) { s.a *= 2; s.b[1]++; return s; }
HW_THREAD(t) { struct s x = { 4, { 1, 2 } }, y = twice(x); hw_assert(x.a == 4 && y.a == 8 && y.b[1] == 3, "as the C says"); }
)"},
    {"flexible_arrays", R"(
struct list { int n; int item[]; };
static struct { struct list list; int room[2]; } g = { { 2 }, { 5, 6 } };
HW_THREAD(t) {
	struct list *l = &g.list;
	int sum = 0;
	for (int k = 0; k < l->n; k++) sum += l->item[k];
	hw_assert(sum == 11, "as the C says");
}
)"},
    {"a_flexible_array_ends",
     R"(
struct list { int n; int item[]; };
static struct { struct list list; int room[2]; } g = { { 2 }, { 5, 6 } };
static int x;
HW_THREAD(t) { x = g.list.item[hw_choose(1, 2)]; }
)",
     {"ub: index is outside g.room, an array of 2"}},
    {"a_flexible_array_without_room",
     R"(
struct list { int n; int item[]; };
static struct list g;
static int x;
HW_THREAD(t) { if (g.n == 0) x = g.item[0]; }
)",
     {"ub: g.item[0] is outside g.item, an array without room"}},
    {"unions_of_equal_members", R"(
struct iter { int kind; union { unsigned long buf; const int *iov; struct { void *folio; } deep; }; };
static int cell = 3;
HW_THREAD(t) {
	struct iter i = { .iov = &cell };
	union { int s; unsigned int u; } both = { .s = -1 };
	hw_assert(*(const int *)i.buf == 3 && i.deep.folio == &cell && both.u == 0xffffffffu, "as the C says");
}
)"},
    {"bit_fields", R"(
struct s { unsigned int low : 3, high : 5; signed int neg : 4; _Bool flag : 1; unsigned long wide : 40; };
HW_THREAD(t) {
	struct s s = { .low = 9, .high = 31, .wide = 1ul << 39 };
	s.neg = 12;
	s.flag = 4;
	hw_assert(s.low == 1 && s.high == 31 && s.neg == -4 && s.flag == 1 && s.wide >> 39 == 1, "as the C says");
	hw_assert((s.low = 10) == 2 && s.low++ == 2 && s.low == 3 && -s.low < 0, "as the C says");
}
)"},
    {"a_bit_field_behind_a_statement_expression_has_its_declared_type", R"(
struct s { unsigned int f : 5; };
HW_THREAD(t) {
	struct s s = { 3 };
	hw_assert(s.f - 4 < 0 && (0, s.f) - 4 < 0 && ++s.f - 5 < 0, "promoted to int");
	hw_assert(({ s.f; }) - 5 > 0 && s.f++ - 6 > 0, "as Clang says; gcc promotes these, too");
}
)"},
    {"enums", R"(
enum state { IDLE, BUSY = 4, DONE };
static enum state s = BUSY;
HW_THREAD(t) { s++; hw_assert(s == DONE && DONE == 5 && sizeof(s) == 4, "as the C says"); }
)"},
    {"typeof_and_auto_type", R"(
HW_THREAD(t) {
	unsigned char c = 255;
	typeof(c) d = c + 1;
	__auto_type e = c + 1;
	hw_assert(d == 0 && e == 256 && sizeof(e) == 4, "as the C says");
}
)"},
    {"generic_selection", R"(
#define kind(x) _Generic((x), int: 1, unsigned long: 2, char *: 3, default: 4)
HW_THREAD(t) { char *p = 0; hw_assert(kind(1) == 1 && kind(1ul) == 2 && kind(p) == 3 && kind((short)1) == 4, "as the C says"); }
)"},
    {"integer_widths_and_conversions", R"(
HW_THREAD(t) {
	unsigned char c = 250;
	short s = (short)40000;
	long big = hw_choose(0x7fffffff, 0x7fffffff);
	c += 10;
	hw_assert(c == 4 && s == -25536 && (int)(big + 1) == -2147483647 - 1, "as the C says");
	hw_assert((-1 < 1u) == 0 && (unsigned char)-1 == 255 && (long)-1 >> 63 == -1 && (_Bool)256, "as the C says");
}
)"},
    {"signed_overflow_wraps", R"(
HW_THREAD(t) {
	int n = hw_choose(0x7fffffff, 0x7fffffff);
	long l = hw_choose(0x7fffffffffffffff, 0x7fffffffffffffff);
	hw_assert(n + 1 < n && l + 1 < l && -(n + 1) == n + 1 && n * 2 == -2, "as the kernel compiles it");
}
)"},
    {"plain_char_is_unsigned", R"(
HW_THREAD(t) { char c = -1; hw_assert(c == 255, "as the kernel compiles it"); }
)"},
};

const Construct kPointers[] = {
    {"fields_elements_and_pointers", R"(
struct s { int pad; int a[3]; struct s *next; };
static struct s x[2];
HW_THREAD(t) {
	struct s *p = &x[hw_flip()], **pp = &p;
	int *q = &p->a[1];
	x[0].next = &x[1];
	x[1].next = &x[0];
	*q = 5;
	(*pp)->a[2] = q[0] + 1;
	hw_assert(p->a[1] == 5 && p->next->next->a[2] == 6 && q[1] == 6 && q - p->a == 1, "as the C says");
}
)"},
    {"one_past_the_end_and_differences", R"(
static int a[3] = { 1, 2, 3 };
HW_THREAD(t) {
	int sum = 0;
	for (int *p = a, *end = a + 3; p != end; p++) sum += *p * (end - p);
	hw_assert(sum == 1 * 3 + 2 * 2 + 3, "as the C says");
}
)"},
    {"void_arithmetic_and_round_trips", R"(
struct s { int a, b; };
static struct s g = { 1, 2 };
HW_THREAD(t) {
	void *v = &g;
	unsigned long n = (unsigned long)v;
	hw_assert(*(int *)(v + 4) == 2 && ((struct s *)n)->a == 1 && (void *)n == v, "as the C says");
}
)"},
    {"container_of_an_embedded_struct", R"(
USES <linux/container_of.h>
struct node { int v; };
struct outer { int tag; struct node node; };
static struct outer g[2] = { { 1, { 10 } }, { 2, { 20 } } };
HW_THREAD(t) {
	int k = hw_flip();
	struct node *n = &g[k].node;
	hw_assert(container_of(n, struct outer, node)->tag == k + 1, "as the C says");
}
)"},
    {"err_ptr", R"(
USES <linux/err.h>
static int cell = 3;
static int *find(void) { return hw_flip() ? ERR_PTR(-ENOMEM) : &cell; }
HW_THREAD(t) {
	int *p = find();
	if (IS_ERR(p)) hw_assert(PTR_ERR(p) == -ENOMEM && PTR_ERR_OR_ZERO(p) == -12, "as the C says");
	else hw_assert(*p == 3 && !IS_ERR_OR_NULL(p), "as the C says");
}
)"},
    {"small_integers_and_tag_bits", R"(
static long cell = 3;
HW_THREAD(t) {
	void *small = (void *)2ul;
	unsigned long tagged = (unsigned long)&cell | hw_flip();
	hw_assert((unsigned long)small == 2 && *(long *)(tagged & ~1ul) == 3, "as the C says");
}
)"},
    {"function_pointers_through_constant_tables", R"(
struct ops { int (*get)(int); int (*none)(void); };
static int one(int n) { return n + 1; }
static int two(int n) { return n + 2; }
static const struct ops table[] = { { .get = one }, { .get = two } };
HW_THREAD(t) {
	int k = hw_flip();
	hw_assert(table[k].get(4) == 5 + k && !table[k].none, "as the C says");
}
)"},
    {"function_pointers_as_parameters", R"(
typedef unsigned long (*step_f)(void *from, unsigned long len, void *priv);
static unsigned long all(void *from, unsigned long len, void *priv) { *(long *)priv += len; return 0; }
static unsigned long odd(void *from, unsigned long len, void *priv) { return len & 1; }
static unsigned long walk(unsigned long len, void *priv, step_f step) {
	unsigned long done = 0;
	while (done < len) { unsigned long left = step(0, len - done, priv); done++; if (left) break; }
	return done;
}
HW_THREAD(t) {
	long sum = 0;
	hw_assert(walk(3, &sum, all) == 3 && sum == 6 && walk(4, 0, odd) == 2, "as the C says");
}
)"},
    {"user_pointers_are_addresses", R"(
USES <linux/types.h>
struct u { int a, b[2]; };
HW_THREAD(t) {
	struct u __user *p = (struct u __user *)16;
	const char __user *end = (const char __user *)(p + 1);
	hw_assert((unsigned long)&p->b[1] == 24 && end - (const char __user *)p == 12, "as the C says");
}
)"},
    {"user_pointers_to_and_from_numbers", R"(
USES <linux/types.h>
HW_THREAD(t) {
	unsigned long start = 4096;
	const char __user *p = (const char __user *)start, *end = 0;
	end = p + 8;
	hw_assert(p < end && (unsigned long)end == 4104 && end - p == 8 && !!p, "as the C says");
}
)"},
    {"a_function_pointer_that_is_chosen_at_run_time", R"(
static int one(int n) { return n + 1; }
static int two(int n) { return n + 2; }
static int (*hook)(int) = one;
HW_THREAD(t) {
	int k = hw_flip();
	int (*f)(int) = k ? two : one;
	if (k) hook = two;
	hw_assert(f(4) == 5 + k && hook(1) == 2 + k && (*hook == two) == k, "as the C says");
}
)"},
    {"recursion", R"(
static int depth(int n) { return n ? depth(n - 1) + 1 : 0; }
HW_THREAD(t) { hw_assert(depth(2) == 2, "as the C says"); }
)"},
};

const Construct kBuiltins[] = {
    {"builtin_expect_constant_p_and_choose_expr", R"(
static int g = 1;
HW_THREAD(t) {
	int n = 0;
	hw_assert(__builtin_expect(g, 1) && !__builtin_constant_p(g) && __builtin_constant_p(3), "as the C says");
	hw_assert(__builtin_choose_expr(1, 5, n) == 5 && sizeof(__builtin_choose_expr(0, n, 1l)) == 8, "as the C says");
}
)"},
    {"builtin_types_compatible_and_offsetof", R"(
struct s { char c; long l[2]; };
HW_THREAD(t) {
	hw_assert(__builtin_types_compatible_p(int, const int) && !__builtin_types_compatible_p(int, long), "as the C says");
	hw_assert(__builtin_offsetof(struct s, l[1]) == 16, "as the C says");
}
)"},
    {"builtin_checked_arithmetic", R"(
HW_THREAD(t) {
	int r, big = hw_choose(0x7fffffff, 0x7fffffff);
	unsigned long u;
	hw_assert(__builtin_add_overflow(big, 1, &r) && r == -2147483647 - 1, "as the C says");
	hw_assert(__builtin_sub_overflow(1ul, 2ul, &u) && u == -1ul && !__builtin_mul_overflow(3, 4, &r) && r == 12, "as the C says");
}
)"},
    {"builtin_bits", R"(
HW_THREAD(t) {
	unsigned int n = hw_choose(12, 12);
	unsigned long l = hw_choose(1ul << 40, 1ul << 40);
	hw_assert(__builtin_ffs(n) == 3 && __builtin_ffsl(0) == 0 && __builtin_ffsl(l) == 41, "as the C says");
	hw_assert(__builtin_clz(n) == 28 && __builtin_clzl(l) == 23 && __builtin_ctz(n) == 2 && __builtin_ctzll(l) == 40, "as the C says");
	hw_assert(__builtin_popcount(n) == 2 && __builtin_popcountl(-l) == 24 && __builtin_parity(n + 1) == 1, "as the C says");
	hw_assert(__builtin_bswap32(n) == 12u << 24 && __builtin_bswap16(n) == 12 << 8 && __builtin_bswap64(l) == 1 << 16, "as the C says");
	n = 0;
	hw_assert(__builtin_ffs(n) == 0, "as the C says");
}
)"},
    {"memset_and_memcpy_of_whole_objects", R"(
USES <linux/string.h>
struct s { int a, b[2]; };
static struct s g = { 1, { 2, 3 } };
HW_THREAD(t) {
	struct s l;
	int n[2] = { 4, 5 };
	memcpy(&l, &g, sizeof(l));
	memset(&g, 0, sizeof(g));
	memset(n, 0, sizeof(n));
	hw_assert(l.a == 1 && l.b[1] == 3 && g.a == 0 && g.b[0] == 0 && n[1] == 0, "as the C says");
}
)"},
    {"builtin_clz_of_0",
     R"(
HW_THREAD(t) { unsigned int n = hw_flip(); int k = __builtin_clz(n); hw_assert(k == 31, "of 1"); }
)",
     {"ub: __builtin_clz of 0"}},
    {"builtin_object_size", R"(
static int a[3];
static unsigned long size_of(const void *p) { return __builtin_object_size(p, 0); }
HW_THREAD(t) { hw_assert(__builtin_object_size(a, 0) == 12 && size_of(a) == -1ul && __builtin_dynamic_object_size(a, 1) == 12, "as the C says"); }
)"},
    {"builtin_unreachable",
     R"(
HW_THREAD(t) { if (hw_flip()) __builtin_unreachable(); }
)",
     {"ub: code that can't be reached is reached: the end of a function that returns a value, or "
      "__builtin_unreachable"}},
};

INSTANTIATE_TEST_SUITE_P(Statements, Dialect, testing::ValuesIn(kStatements),
                         [](const auto& test) { return std::string(test.param.name); });
INSTANTIATE_TEST_SUITE_P(Evaluation, Dialect, testing::ValuesIn(kEvaluation),
                         [](const auto& test) { return std::string(test.param.name); });
INSTANTIATE_TEST_SUITE_P(Types, Dialect, testing::ValuesIn(kTypes),
                         [](const auto& test) { return std::string(test.param.name); });
INSTANTIATE_TEST_SUITE_P(Pointers, Dialect, testing::ValuesIn(kPointers),
                         [](const auto& test) { return std::string(test.param.name); });
INSTANTIATE_TEST_SUITE_P(Builtins, Dialect, testing::ValuesIn(kBuiltins),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Dialect, RecursionAsDeepAsOneSays) {
  const std::string code =
      "static int depth(int n) { return n ? depth(n - 1) + 1 : 0; }\n"
      "HW_THREAD(t) { hw_assert(depth(4) == 4, \"as the C says\"); }";
  EXPECT_NE(refusal_of(code).find("recursion deeper than 3: depth → depth"), std::string::npos);
  Options deeper;
  deeper.recursion = 5;
  EXPECT_EQ(behaviour_of(code, deeper).failures, std::set<std::string>{});
}

TEST(Dialect, ASizeOfSeveralValuesBoundsNoAtomicLoop) {
  const std::string code =
      "HW_PARAM(int, size, 1, 3, 9);\nstatic int sum;\n"
      "HW_THREAD(t) { hw_atomic { for (int k = 0; k < size; k++) sum += k; } }";
  EXPECT_NE(refusal_of(code).find("4: this loop"), std::string::npos);
  Options one;
  one.parameters["size"] = {2, 2};
  EXPECT_EQ(behaviour_of(code, one).failures, std::set<std::string>{});
}

TEST(Dialect, AThreadWithParametersIsRefused) {
  EXPECT_NE(refusal_of("__attribute__((annotate(\"hw_thread\"))) static void t(int n) { (void)n; }")
                .find("2: 't' is to run by itself but takes parameters"),
            std::string::npos);
}

}  // namespace
}  // namespace headway::lower
