// Places and pointers, from C to what the machine can do.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/lower/from_c_test.h"
#include "model/machine/text.h"

namespace headway::lower {
namespace {

using Ends = std::set<std::vector<std::int64_t>>;
using Failures = std::set<std::string>;

// A single object is an array of one.
TEST(Memory, AScalarBehindAPointerHasOneElement) {
  const auto failures = [](int index) {
    return behaviour_of(
               "static int sum(const char *p, int k) { return p[k]; }\n"
               "HW_THREAD(t) { char c = 6; int k = hw_choose(0, " +
               std::to_string(index) + "); hw_assert(sum(&c, k) == 6, \"six\"); }")
        .failures;
  };
  EXPECT_EQ(failures(0).size(), 0u);
  ASSERT_EQ(failures(1).size(), 1u);
  EXPECT_NE(failures(1).begin()->find("index is outside t.c"), std::string::npos);
}

TEST(Memory, FieldsArraysAndRecords) {
  const auto seen = behaviour_of(R"(
struct inner { short s[2]; char c; };
struct outer { int a; struct inner in[2]; };
static struct outer g[2] = { [1] = { .a = 7, .in[1] = { .s = { 3, 4 }, .c = 5 } } };
static struct outer copy;
static int x;
HW_THREAD(t) {
	struct outer local = g[1];
	local.in[0] = local.in[1];
	copy = local;
	x = copy.a * 1000 + copy.in[0].s[1] * 100 + copy.in[1].s[0] * 10 + copy.in[0].c;
}
HW_OBSERVE(x, x)
)");
  EXPECT_EQ(seen.ends, (Ends{{7435}}));
  EXPECT_EQ(seen.failures, Failures{});
}

TEST(Memory, AConstantPointerNeedsNoCheck) {
  const auto machine = passed(machine_of(R"(
struct iter { unsigned long count; const char *where; };
static void advance(struct iter *i, unsigned long n) { i->count -= n; i->where += n; }
HW_THREAD(t) { struct iter iter = { .count = 3 }; while (iter.count) advance(&iter, 1); }
)"));
  for (const auto& transition : machine.agents[0].transitions)
    EXPECT_TRUE(transition.checks.empty());
  EXPECT_EQ(machine.agents[0].transitions.size(), 5u) << machine::print_machine(machine);
}

TEST(Memory, DispatchFollowsAPointerThatVaries) {
  const auto seen = behaviour_of(R"(
struct folio { int locked; int tag; };
static struct folio pages[2], extra;
static int x;
HW_THREAD(t) {
	struct folio *f = hw_flip() ? &pages[hw_choose(0, 1)] : &extra;
	f->tag = 5;
	f->locked = f->tag + 1;
	x = pages[0].tag + 10 * pages[1].locked + 100 * extra.tag;
}
HW_OBSERVE(x, x)
)");
  EXPECT_EQ(seen.ends, (Ends{{5}, {60}, {500}}));
  EXPECT_EQ(seen.failures, Failures{});
}

TEST(Memory, WalkingAnArrayByPointer) {
  const auto seen = behaviour_of(R"(
struct iovec { const void *base; unsigned long len; };
static struct iovec iov[3] = { { 0, 1 }, { 0, 0 }, { 0, 5 } };
static long sum;
HW_THREAD(t) {
	for (const struct iovec *p = iov; p < iov + 3; p++)
		sum += p->len + 10 * (p - iov);
}
HW_OBSERVE(sum, sum)
)");
  EXPECT_EQ(seen.ends, (Ends{{36}}));
  EXPECT_EQ(seen.failures, Failures{});
}

TEST(Memory, ContainerOfVoidPointersAndTagBits) {
  const auto seen = behaviour_of(R"(
struct node { int pad; int value; };
static struct node nodes[2] = { { 1, 10 }, { 2, 20 } };
static long x;
static struct node *outer(int *v) { return (struct node *)((char *)v - __builtin_offsetof(struct node, value)); }
HW_THREAD(t) {
	void *p = &nodes[hw_choose(0, 1)];
	unsigned long tagged = (unsigned long)p | 1;
	struct node *n = (struct node *)(tagged & ~3ul);
	x = outer(&n->value)->pad * 100 + n->value + (tagged & 1);
}
HW_OBSERVE(x, x)
)");
  EXPECT_EQ(seen.ends, (Ends{{111}, {221}}));
  EXPECT_EQ(seen.failures, Failures{});
}

TEST(Memory, ErrorPointersAreNoObjects) {
  const auto seen = behaviour_of(R"(
static int cell;
static long x;
static int *find(void) { return hw_flip() ? (int *)-12L : &cell; }
HW_THREAD(t) {
	int *p = find();
	x = (unsigned long)p >= (unsigned long)-4095 ? (long)p : *p;
}
HW_OBSERVE(x, x)
)");
  EXPECT_EQ(seen.ends, (Ends{{-12}, {0}}));
  EXPECT_EQ(seen.failures, Failures{});
}

TEST(Memory, FunctionPointersInTablesAndVariables) {
  const auto seen = behaviour_of(R"(
struct ops { int (*get)(int); int (*put)(int); };
static int one(int n) { return n + 1; }
static int two(int n) { return n + 2; }
static const struct ops a = { .get = one, .put = two }, b = { .get = two, .put = one };
static int x, y;
static int run(const struct ops *o, int n) { return o->get(n) * 10 + o->put(n); }
HW_THREAD(t) {
	int (*f)(int) = hw_flip() ? one : two;
	x = run(&a, 1) * 100 + run(&b, 1);
	y = f(5);
}
HW_OBSERVE(x, x)
HW_OBSERVE(y, y)
)");
  EXPECT_EQ(seen.ends, (Ends{{2332, 6}, {2332, 7}}));
  EXPECT_EQ(seen.failures, Failures{});
}

TEST(Memory, OutParametersAndLocalsByAddress) {
  const auto seen = behaviour_of(R"(
static int cells[2] = { 4, 6 };
static int x;
static int begin(int k, int **where, int *extra) { *where = &cells[k]; *extra = k; return 0; }
HW_THREAD(t) {
	int *p, k;
	begin(hw_choose(0, 1), &p, &k);
	x = *p * 10 + k;
}
HW_OBSERVE(x, x)
)");
  EXPECT_EQ(seen.ends, (Ends{{40}, {61}}));
  EXPECT_EQ(seen.failures, Failures{});
}

// The thread publishes the address of its local; the daemon stores through it.
TEST(Memory, ALocalMayBeSharedThroughAPointer) {
  const auto seen = behaviour_of(R"(
struct request { int result; _Bool done; };
static struct request *queue;
static int x;
HW_THREAD(t) { struct request r = { 0, 0 }; queue = &r; hw_wait(r.done); x = r.result; }
HW_DAEMON(d) { hw_wait_idle(queue); struct request *r = queue; queue = 0; r->result = 7; r->done = 1; }
HW_OBSERVE(x, x)
)");
  EXPECT_EQ(seen.ends, (Ends{{7}}));
  EXPECT_EQ(seen.failures, Failures{});
}

TEST(Memory, UnionsOfEqualCellsAndBitFields) {
  const auto seen = behaviour_of(R"(
struct i { int kind; union { unsigned long buf; const int *ptr; }; unsigned int low : 3, high : 5; signed int neg : 4; };
static int cell = 3;
static long x;
HW_THREAD(t) {
	struct i i = { .ptr = &cell };
	i.low = 9;
	i.high = 31;
	i.neg = 12;
	x = *(const int *)i.buf * 10000 + i.low * 1000 + i.high * 10 + i.neg;
}
HW_OBSERVE(x, x)
)");
  EXPECT_EQ(seen.ends, (Ends{{30000 + 1000 + 310 - 4}}));
  EXPECT_EQ(seen.failures, Failures{});
}

TEST(Memory, EachActivationHasItsOwnLocals) {
  const auto seen = behaviour_of(R"(
static int x;
static int depth(int n) { int here = n; if (n == 0) return 0; int below = depth(n - 1); return here * 10 + below; }
HW_THREAD(t) { x = depth(2); }
HW_THREADS(u, 2) { int n = hw_self(); hw_assert(n == hw_self(), "another's local"); }
HW_OBSERVE(x, x)
)");
  EXPECT_EQ(seen.ends, (Ends{{30}}));
  EXPECT_EQ(seen.failures, Failures{});
}

TEST(Memory, IntegerWidthsAndConversions) {
  const auto seen = behaviour_of(R"(
static long x, y, z;
HW_THREAD(t) {
	unsigned char c = 250;
	int big = 0x7fffffff;
	unsigned int u = 3;
	c += hw_choose(10, 10);
	x = c;
	y = big + (int)hw_choose(1, 1);
	z = (-1 < u) + 10 * (-1 < (int)u) + 100 * ((long)-1 >> 63 == -1);
}
HW_OBSERVE(x, x)
HW_OBSERVE(y, y)
HW_OBSERVE(z, z)
)");
  EXPECT_EQ(seen.ends, (Ends{{4, -2147483648LL, 110}}));
}

TEST(Memory, ShortCircuitsDoNotLookWhereCWouldNot) {
  const auto seen = behaviour_of(R"(
struct node { int v; };
static struct node n = { 5 }, *p;
static int array[2] = { 1, 2 }, k, x;
HW_THREAD(t) {
	x = (p && p->v == 5) + 2 * (k < 2 && array[k] == 2) + 4 * (k ? 1 / k : 0);
}
HW_THREAD(u) { p = hw_flip() ? &n : 0; }
HW_INIT(begin) { k = hw_choose(0, 2); }
HW_OBSERVE(x, x)
)");
  EXPECT_EQ(seen.failures, (Failures{}));
  EXPECT_EQ(seen.ends, (Ends{{0}, {1}, {6}, {7}}));
}

TEST(Memory, SwitchesWithRangesAndFallThrough) {
  const auto seen = behaviour_of(R"(
static int x;
HW_THREAD(t) {
	switch (hw_choose(-1, 6)) {
	case 0: x = 1; break;
	case 1 ... 3: x = 10;
	case 4: x += 100; break;
	default: x = 7;
	}
}
HW_OBSERVE(x, x)
)");
  EXPECT_EQ(seen.ends, (Ends{{1}, {110}, {100}, {7}}));
}

TEST(Memory, NamesAreCPathsAndUnique) {
  const auto machine = machine_of(R"(
struct folio { int locked; };
static struct folio hw_folio;
static int helper(int n) { int here = n; while (here > 0) { here--; hw_folio.locked++; } return n; }
HW_THREADS(t, 2) { helper(hw_choose(0, 1)); helper(hw_choose(0, 1)); }
)");
  std::set<std::string> names;
  for (const auto& variable : machine.variables)
    EXPECT_TRUE(names.insert(variable.name).second) << variable.name;
  EXPECT_TRUE(names.contains("hw_folio.locked"));
  EXPECT_TRUE(names.contains("t0:helper.here"));
  EXPECT_TRUE(names.contains("t1:helper.here#2"));
}

TEST(Memory, LabelsAndCallStacksAreKept) {
  const auto machine = machine_of(R"(
static int x;
static void step(void) { x++; }
HW_THREAD(t) {
retry:
	step();
	if (x < 2) goto retry;
}
)");
  bool label = false, stack = false;
  for (const auto& location : machine.agents[0].locations)
    label = label || location.label == "retry";
  for (const auto& transition : machine.agents[0].transitions) {
    if (!transition.origin || transition.origin->stack.empty()) continue;
    stack = stack ||
            (transition.origin->stack[0].function == "step" &&
             transition.origin->stack[0].call_site.line == 6 && transition.origin->span.line == 3);
  }
  EXPECT_TRUE(label && stack) << machine::print_machine(machine);
}

}  // namespace
}  // namespace headway::lower
