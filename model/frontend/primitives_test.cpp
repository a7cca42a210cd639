// Every primitive of headway.h, used once: the file parses, and lowering finds what it looks for.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "model/frontend/snippet.h"
#include "model/program/print.h"

namespace headway::frontend {
namespace {

constexpr const char* kModel = R"(#include <headway.h>
HW_PARAM(long, count, 1, 3, 100);
HW_CONST(int, PAGES, 2, 4096);
HW_SPEC("write");
HW_APPROXIMATES("folios of one page");
HW_CITES("6.14");
enum state { RES, EVICT };
static enum state page[PAGES] hw_lazy(0, 1) HW_STRIP("pages");
static int seen HW_GHOST;
static struct lock { int owner HW_HOLDER("lock"); unsigned long readers HW_HOLDERS("lock"); } lock;
HW_OBSERVE(resident, page[0] == RES && seen < 3)
HW_FATAL_SIGNAL(seen == 1);
static int loop(int n)
{
	hw_prepare(range, &page[0], 2);
	hw_prepare_also(range, &page[0], 1);
	hw_wait_timed();
	hw_attempt(range);
	hw_progress("moved");
	return n;
}
HW_INIT(world) { seen = hw_choose(0, 1); hw_assume(hw_flip()); }
HW_THREADS(writer, 2) {
	hw_atomic {
		hw_acquire(lock.owner, lock.owner == 0);
		lock.owner = hw_self() + 1;
	}
	if (hw_whim("no memory"))
		hw_note("page %d of %u agents, index %d", page[0], hw_agents(), hw_index());
	hw_wait(page[0] == RES);
	hw_wait_killable(page[0] == RES);
	hw_wait_for(lock.owner, lock.owner == 0 || !lock.readers);
	hw_assert(HW_CALL(write, loop((int)count)) == 3, "all is written");
	hw_require("locks", lock.owner == 0, "released");
}
HW_THREAD(reader) { }
HW_DAEMON(pager) { hw_wait_idle(page[0] == EVICT); page[0] = RES; }
HW_ADVERSARY(reclaim) { page[hw_choose(0, PAGES - 1)] = EVICT; }
HW_SIGNAL(killed) { seen = 1; }
)";

TEST(Primitives, AllParse) {
  const program::Program program = translate(kModel);
  std::set<std::string> declared;
  std::set<std::string> annotations;
  for (const program::Function& function : program.functions) {
    if (function.blocks.empty()) declared.insert(function.name);
    for (const program::Annotation& one : function.annotations) annotations.insert(one.name);
  }
  for (const program::Global& global : program.globals) {
    for (const program::Annotation& one : global.annotations) annotations.insert(one.name);
  }
  EXPECT_EQ(declared, (std::set<std::string>{
                          "hw_agents", "hw_assume", "hw_atomic_begin_", "hw_atomic_end_",
                          "hw_attempt_", "hw_call_begin_", "hw_call_end_", "hw_check_", "hw_choose",
                          "hw_index", "hw_note", "hw_prepare_", "hw_prepare_also_", "hw_progress",
                          "hw_self", "hw_sleep_", "hw_wait_", "hw_whim"}));
  EXPECT_EQ(annotations, (std::set<std::string>{"hw_adversary", "hw_approximates", "hw_cites",
                                                "hw_const", "hw_daemon", "hw_fatal_signal", "hw_ghost", "hw_init",
                                                "hw_lazy", "hw_observe", "hw_param", "hw_pure",
                                                "hw_signal", "hw_spec", "hw_strip", "hw_thread"}));
}

TEST(Primitives, ThreadsCarryTheirNumber) {
  const program::Program program = translate(kModel);
  const auto writer =
      std::find_if(program.functions.begin(), program.functions.end(),
                   [](const program::Function& function) { return function.name == "writer"; });
  ASSERT_NE(writer, program.functions.end());
  EXPECT_EQ(std::get<std::int64_t>(writer->annotations.at(0).arguments.at(0)), 2);
}

TEST(Primitives, AWaitsConditionIsOneExpression) {
  EXPECT_EQ(body_of(kModel, "pager"),
            "b0:\nhw_wait_(0, 1, 0, NULL, (_Bool)(((unsigned int)page[0]) == 1));\npage[0] = "
            "0;\nreturn;\n");
}

TEST(Primitives, ACallIsBracketed) {
  EXPECT_EQ(
      body_of("#include <headway.h>\nint f(int); HW_THREAD(t) { HW_CALL(write, f(3)); }", "t"),
      "b0:\nhw_call_begin_(\"write\");\ndeclare int hw_result_;\nhw_result_ = f(3);\n"
      "hw_call_end_(\"write\", (long)hw_result_);\nreturn;\n");
}

}  // namespace
}  // namespace headway::frontend
