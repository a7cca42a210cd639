// Each primitive of headway.h, from C to what the machine can do.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/lower/from_c_test.h"
#include "model/machine/text.h"

namespace headway::lower {
namespace {

using Ends = std::set<std::vector<std::int64_t>>;
using Failures = std::set<std::string>;

TEST(Primitives, ChooseTakesEveryValue) {
  const auto seen = behaviour_of(R"(
static int x;
HW_THREAD(t) { x = hw_choose(2, 4); }
HW_OBSERVE(x, x)
)");
  EXPECT_EQ(seen.ends, (Ends{{2}, {3}, {4}}));
}

TEST(Primitives, AssumeFilters) {
  const auto seen = behaviour_of(R"(
static int x;
HW_THREAD(t) { hw_atomic { x = hw_choose(0, 5); hw_assume(x % 2 == 1); } }
HW_OBSERVE(x, x)
)");
  EXPECT_EQ(seen.ends, (Ends{{1}, {3}, {5}}));
  EXPECT_TRUE(seen.blocked == false);
}

TEST(Primitives, WithoutAtomicAnUpdateIsLost) {
  const char* code = R"(
static int x;
static void add(void) { %s }
HW_THREADS(t, 2) { add(); }
HW_OBSERVE(x, x)
)";
  const auto with = [&](const std::string& body) {
    std::string text = code;
    return behaviour_of(text.replace(text.find("%s"), 2, body)).ends;
  };
  EXPECT_EQ(with("x++;"), (Ends{{1}, {2}}));
  EXPECT_EQ(with("hw_atomic { x++; }"), (Ends{{2}}));
  EXPECT_EQ(with("hw_atomic { int old = x; if (old >= 0) x = old + 1; }"), (Ends{{2}}));
}

// Each load of a shared cell is a step of its own: b may change between two looks at it.
TEST(Primitives, TwoLoadsOfSharedCellsAreTwoSteps) {
  const auto seen = behaviour_of(R"(
static int a, b, sum = -1;
HW_THREAD(t) { sum = a + b; }
HW_THREAD(u) { a = 1; b = 1; }
HW_OBSERVE(sum, sum)
)");
  EXPECT_EQ(seen.ends, (Ends{{0}, {1}, {2}}));
  const auto atomic = behaviour_of(R"(
static int a, b, sum = -1;
HW_THREAD(t) { hw_atomic { sum = a + b; } }
HW_THREAD(u) { hw_atomic { a = 1; b = 1; } }
HW_OBSERVE(sum, sum)
)");
  EXPECT_EQ(atomic.ends, (Ends{{0}, {2}}));
}

TEST(Primitives, LocksExcludeAndDeadlock) {
  const char* locks = R"(
struct lock { int owner HW_HOLDER("lock"); };
static struct lock a, b;
static int inside;
static void lock(struct lock *l) { hw_atomic { hw_acquire(l->owner, l->owner == 0); l->owner = hw_self() + 1; } }
static void unlock(struct lock *l)
{
	hw_require("locks", l->owner == hw_self() + 1, "released by another");
	l->owner = 0;
}
)";
  const auto good = behaviour_of(locks + std::string(R"(
HW_THREADS(t, 2) { lock(&a); inside++; hw_assert(inside == 1, "two inside"); inside--; unlock(&a); }
)"));
  EXPECT_EQ(good.failures, Failures{});
  EXPECT_FALSE(good.blocked);
  const auto bad = behaviour_of(locks + std::string(R"(
HW_THREAD(t) { lock(&a); lock(&b); unlock(&b); unlock(&a); }
HW_THREAD(u) { lock(&b); lock(&a); unlock(&a); unlock(&b); }
)"));
  EXPECT_TRUE(bad.blocked);
  const auto foreign =
      behaviour_of(locks + std::string("HW_THREAD(t) { lock(&a); unlock(&b); unlock(&a); }\n"));
  EXPECT_EQ(foreign.failures, Failures{"locks: released by another"});
}

TEST(Primitives, WaitsKnowTheirKindAndResource) {
  const auto machine = machine_of(R"(
struct lock { int owner HW_HOLDER("the lock"); };
static struct lock locks[2];
static _Bool go;
static void take(struct lock *l) { hw_atomic { hw_acquire(l->owner, l->owner == 0); l->owner = hw_self() + 1; } }
HW_THREAD(t) { take(&locks[1]); hw_wait_killable(go); }
HW_DAEMON(d) { hw_wait_idle(!go); go = 1; take(&locks[0]); }
)");
  const machine::Wait* acquire = nullptr;
  const machine::Wait* killable = nullptr;
  const machine::Wait* idle = nullptr;
  for (const auto& agent : machine.agents) {
    for (const auto& location : agent.locations) {
      if (!location.wait) continue;
      if (location.wait->acquire && agent.name == "t") acquire = &*location.wait;
      if (location.wait->kind == machine::WaitKind::killable) killable = &*location.wait;
      if (location.wait->idle) idle = &*location.wait;
    }
  }
  ASSERT_TRUE(acquire != nullptr && killable != nullptr && idle != nullptr)
      << machine::print_machine(machine);
  ASSERT_TRUE(acquire->resource && acquire->resource->index);
  EXPECT_EQ(machine.at(acquire->resource->variable).name, "locks.owner");
  EXPECT_EQ(machine.at(acquire->resource->variable).label, "the lock");
  EXPECT_EQ(machine.at(acquire->resource->variable).holder, machine::Holder::owner);
  EXPECT_TRUE(acquire->resource->index->is_constant(1));
  EXPECT_FALSE(killable->resource.has_value());
}

// The same lock function for several locks through a pointer that differs from run to run.
TEST(Primitives, AWaitThroughAPointerWatchesTheRightLock) {
  const auto seen = behaviour_of(R"(
struct lock { int owner HW_HOLDER("lock"); };
static struct lock a, b;
HW_THREAD(t) {
	struct lock *l = hw_flip() ? &a : &b;
	hw_atomic { hw_acquire(l->owner, l->owner == 0); l->owner = hw_self() + 1; }
}
HW_INIT(begin) { a.owner = 9; }
HW_OBSERVE(a, a.owner)
HW_OBSERVE(b, b.owner)
)");
  EXPECT_TRUE(seen.blocked);
  EXPECT_EQ(seen.ends, (Ends{{9, 1}}));
}

TEST(Primitives, AnAdversaryIsOneAtomicStep) {
  const auto seen = behaviour_of(R"(
static int x, y;
HW_THREAD(t) { hw_atomic { hw_assert(x == y, "torn"); } }
HW_ADVERSARY(a) { int v = hw_choose(0, 2); x = v; if (v) y = v; else y = 0; }
)");
  EXPECT_EQ(seen.failures, Failures{});
  const auto torn = behaviour_of(R"(
static int x, y;
HW_THREAD(t) { hw_atomic { hw_assert(x == y, "torn"); } }
HW_THREAD(a) { x = 1; y = 1; }
)");
  EXPECT_EQ(torn.failures, Failures{"assert: torn"});
}

TEST(Primitives, ASignalComesOnce) {
  const auto seen = behaviour_of(R"(
static int n;
HW_THREAD(t) { hw_wait(n > 0); }
HW_SIGNAL(s) { n++; }
HW_OBSERVE(n, n)
)");
  EXPECT_EQ(seen.ends, (Ends{{1}}));
}

TEST(Primitives, InitChoosesTheInitialStates) {
  const auto seen = behaviour_of(R"(
static int page[3], sum;
HW_INIT(begin) { for (int i = 0; i < 3; i++) { page[i] = hw_flip(); hw_assume(i == 0 || page[i - 1] <= page[i]); } }
HW_THREAD(t) { for (int i = 0; i < 3; i++) sum += page[i]; }
HW_OBSERVE(sum, sum)
)");
  EXPECT_EQ(seen.ends, (Ends{{0}, {1}, {2}, {3}}));
}

TEST(Primitives, BoundedLoopsUnrollWhereNothingMayLoop) {
  const auto seen = behaviour_of(R"(
static int page[3], left = 9;
static int find(void) { for (int k = 0; k < 3; k++) if (page[k]) return k; return -1; }
HW_THREAD(t) { left = 2; }
HW_ADVERSARY(a) {
	int n = 3;
	while (n--)
		page[n] = n == 1;
	left = find();
}
HW_OBSERVE(left, left)
)");
  EXPECT_EQ(seen.ends, (Ends{{2}, {1}}));
}

TEST(Primitives, AWhimHasTwoBranches) {
  const auto machine = machine_of(R"(
static int x;
HW_THREAD(t) { if (hw_whim("no memory")) x = 1; }
)");
  int favourable = 0, unfavourable = 0;
  for (const auto& transition : machine.agents[0].transitions) {
    if (transition.whim == "no memory") {
      favourable += transition.favour == machine::Favour::favourable ? 1 : 0;
      unfavourable += transition.favour == machine::Favour::unfavourable ? 1 : 0;
    }
  }
  EXPECT_EQ(favourable, 1);
  EXPECT_EQ(unfavourable, 1);
}

TEST(Primitives, SelfIndexAndAgents) {
  const auto seen = behaviour_of(R"(
static int a, b, n;
HW_THREADS(t, 2) { if (hw_index() == 0) a = hw_self() + 10; else b = hw_self() + 10; }
HW_DAEMON(d) { hw_wait_idle(n == 0); n = hw_agents(); }
HW_OBSERVE(a, a)
HW_OBSERVE(b, b)
HW_OBSERVE(n, n)
)");
  EXPECT_EQ(seen.ends, (Ends{{10, 11, 3}, {10, 11, 0}}));
}

TEST(Primitives, NotesFillInValuesAndEnumerators) {
  const auto machine = machine_of(R"(
enum state { EVICT, RES };
static enum state page[2];
HW_THREAD(t) { int p = hw_choose(0, 1); page[p] = RES; hw_note("page %d of %s is %d, 100%%", p, "buf", page[p]); }
)");
  const machine::Note* note = nullptr;
  for (const auto& transition : machine.agents[0].transitions) {
    if (transition.note) note = &*transition.note;
  }
  ASSERT_NE(note, nullptr);
  EXPECT_EQ(note->text, "page {} of buf is {}, 100%");
  ASSERT_EQ(note->arguments.size(), 2u);
  const auto* load = std::get_if<machine::Load>(&note->arguments[1].node());
  ASSERT_NE(load, nullptr) << "an enum keeps its variable, and so its names";
  EXPECT_EQ(machine.at(load->variable).enumerators.size(), 2u);
}

// A set in two arrays: the second prepare adds to the first, and begins nothing anew.
TEST(Primitives, APrepareAlsoAddsToTheSet) {
  const auto machine = machine_of(R"(
static _Bool resident[4], writable[4];
HW_THREAD(t) { hw_prepare(range, &resident[1], 2); hw_prepare_also(range, &writable[1], 2); hw_attempt(range); }
)");
  std::vector<std::pair<std::string, bool>> prepares;
  for (const auto& transition : machine.agents[0].transitions) {
    if (transition.prepare) {
      prepares.emplace_back(machine.at(transition.prepare->variable).name,
                            transition.prepare->also);
    }
  }
  EXPECT_EQ(prepares,
            (std::vector<std::pair<std::string, bool>>{{"resident", false}, {"writable", true}}));
}

// Nobody wakes a sleeper: it stands at a wait that time ends.
TEST(Primitives, ASleepIsATimedWait) {
  const auto machine = machine_of(R"(
static int woken;
HW_THREAD(t) { hw_wait_timed(); woken = 1; hw_wait_timed_interruptible(); woken = 2; }
)");
  std::vector<machine::WaitKind> kinds;
  for (const auto& location : machine.agents[0].locations) {
    if (!location.wait) continue;
    EXPECT_TRUE(location.wait->timed);
    kinds.push_back(location.wait->kind);
  }
  EXPECT_EQ(kinds,
            (std::vector{machine::WaitKind::uninterruptible, machine::WaitKind::interruptible}));
  const auto seen = behaviour_of(R"(
static int woken;
HW_THREAD(t) { hw_wait_timed(); woken = 1; }
HW_OBSERVE(woken, woken)
)");
  EXPECT_EQ(seen.ends, (Ends{{1}}));
  EXPECT_FALSE(seen.blocked);
}

TEST(Primitives, CallsPreparesAttemptsAndProgressAreMarked) {
  const auto machine = machine_of(R"(
static _Bool resident[4];
static long f(int n) { hw_prepare(range, &resident[n], 2); hw_attempt(range); hw_progress("one byte"); return -14; }
HW_THREAD(t) { HW_CALL(write, f(1)); }
)");
  bool begins = false, ends = false, prepares = false, attempts = false, progress = false;
  for (const auto& transition : machine.agents[0].transitions) {
    if (transition.call && !transition.call->is_return) begins = transition.call->role == "write";
    if (transition.call && transition.call->is_return) {
      ends = transition.call->result && transition.call->result->is_constant(-14);
    }
    if (transition.prepare) {
      prepares = transition.prepare->kind == "range" && transition.prepare->first.is_constant(1) &&
                 transition.prepare->last.is_constant(2) &&
                 machine.at(transition.prepare->variable).name == "resident";
    }
    attempts = attempts || transition.attempt == "range";
    progress =
        progress || (transition.progress && transition.note && transition.note->text == "one byte");
  }
  EXPECT_TRUE(begins && ends && prepares && attempts && progress)
      << machine::print_machine(machine);
}

TEST(Primitives, ParametersAndConstants) {
  const char* code = R"(
HW_PARAM(int, count, 1, 3, 100);
HW_CONST(int, granule, 2, 4096);
static int x;
HW_THREAD(t) { x = count * granule; }
HW_OBSERVE(x, x)
HW_SPEC("write");
HW_APPROXIMATES("no large folios");
HW_CITES("v6.1");
)";
  EXPECT_EQ(behaviour_of(code).ends, (Ends{{2}, {4}, {6}}));
  Options options;
  options.parameters["count"] = {5, 5};
  EXPECT_EQ(behaviour_of(code, options).ends, (Ends{{10}}));
  const auto machine = machine_of(code);
  ASSERT_EQ(machine.constants.size(), 1u);
  EXPECT_EQ(machine.constants[0], (machine::ScaledConstant{"granule", 2, 4096}));
  EXPECT_EQ(machine.specs, std::vector<std::string>{"write"});
  EXPECT_EQ(machine.approximations, std::vector<std::string>{"no large folios"});
  EXPECT_EQ(machine.cites, "v6.1");
  EXPECT_TRUE(std::any_of(
      machine.variables.begin(), machine.variables.end(),
      [](const auto& variable) { return variable.parameter && variable.name == "count"; }));
}

TEST(Primitives, LazyCellsStartWithAnyValue) {
  const auto seen = behaviour_of(R"(
static int page[2] hw_lazy(3, 4);
static int x;
HW_THREAD(t) { x = page[1]; hw_assert(page[1] == x, "changed by looking"); }
HW_OBSERVE(x, x)
)");
  EXPECT_EQ(seen.ends, (Ends{{3}, {4}}));
  EXPECT_EQ(seen.failures, Failures{});
}

TEST(Primitives, MarksReachTheVariables) {
  const auto machine = machine_of(R"(
struct folio { unsigned long readers HW_HOLDERS("readers"); int tag HW_STRIP("content"); };
static struct folio folios[2];
static int seen HW_GHOST;
HW_THREAD(t) { folios[0].readers = 1; folios[1].tag = 2; seen = 1; folios[1].readers = 2; seen = 2; }
)");
  const auto find = [&](const std::string& name) -> const machine::Variable& {
    const auto found = std::find_if(machine.variables.begin(), machine.variables.end(),
                                    [&](const auto& variable) { return variable.name == name; });
    EXPECT_NE(found, machine.variables.end()) << name;
    return *found;
  };
  EXPECT_EQ(find("folios.readers").holder, machine::Holder::mask);
  EXPECT_EQ(find("folios.readers").extent, 2u);
  EXPECT_EQ(find("folios.tag").strip, "content");
  EXPECT_TRUE(find("seen").ghost);
}

TEST(Primitives, ObservablesMayCallAndLoop) {
  const auto seen = behaviour_of(R"(
static int page[3] = {1, 0, 1};
static int good(void) { int n = 0; for (int k = 0; k < 3; k++) { if (!page[k]) break; n++; } return n; }
HW_THREAD(t) { page[1] = hw_flip(); }
HW_OBSERVE(good, good())
)");
  EXPECT_EQ(seen.ends, (Ends{{1}, {3}}));
}

TEST(Primitives, ADaemonBeginsAgain) {
  const auto seen = behaviour_of(R"(
static int requests = 2, done;
HW_THREAD(t) { hw_wait(done == 2); }
HW_DAEMON(d) { hw_wait_idle(requests > 0); requests--; done++; }
HW_OBSERVE(done, done)
)");
  EXPECT_EQ(seen.ends, (Ends{{2}}));
  EXPECT_FALSE(seen.blocked);
}

// Each thread is asked with its own number; a signal that cannot come is none.
TEST(Primitives, FatalSignals) {
  const std::string code = R"(
static int killed[3];
static _Bool all, never;
HW_THREADS(t, 2) { while (!all) ; }
HW_DAEMON(d) { hw_wait_idle(0); }
)";
  const std::string kill = "HW_SIGNAL(kill) { killed[1] = 1; all = 1; }\n";
  const auto fatal = [&](const std::string& more) {
    std::vector<std::string> text;
    const auto machine = machine_of(code + more);
    for (const machine::Agent& agent : machine.agents)
      text.push_back(agent.fatal ? print_expr(machine, *agent.fatal) : "-");
    return text;
  };
  using Texts = std::vector<std::string>;
  EXPECT_EQ(fatal(kill), (Texts{"-", "-", "-", "-"}));
  EXPECT_EQ(fatal(kill + "HW_FATAL_SIGNAL(all);"), (Texts{"all", "all", "-", "-"}));
  EXPECT_EQ(fatal(kill + "HW_FATAL_SIGNAL(never);"), (Texts{"-", "-", "-", "-"}));
  EXPECT_EQ(fatal(kill + "HW_FATAL_SIGNAL(killed[hw_self()]);"),
            (Texts{"bool(killed[0])", "bool(killed[1])", "-", "-"}));
  EXPECT_EQ(fatal(kill + "HW_FATAL_SIGNAL(hw_self() == 1 && all);\nHW_FATAL_SIGNAL(never);"),
            (Texts{"-", "all", "-", "-"}));
}

}  // namespace
}  // namespace headway::lower
