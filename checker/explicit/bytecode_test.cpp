// The compiled form of random expressions against machine::evaluate: values and faults.
#include "checker/explicit/bytecode.h"

#include <gtest/gtest.h>

#include "model/machine/random_expr_test.h"

namespace headway::explicit_engine {
namespace {

using machine::Expr;
using machine::RandomExpr;

struct Tally {
  int values = 0;
  int faults = 0;
};

// One batch of expressions over one random state, compiled together as a machine's are.
void compare(std::uint32_t seed, Tally& tally) {
  RandomExpr random(seed);
  const machine::Machine machine = RandomExpr::machine();
  const machine::Layout layout(machine);
  machine::State state;
  for (const machine::Variable& variable : machine.variables) {
    for (std::uint32_t cell = 0; cell < variable.extent; ++cell)
      state.cells.push_back(random.value(variable.type));
  }
  Bytecode bytecode(machine, layout, state.cells.size());
  std::vector<Expr> exprs;
  std::vector<Compiled> compiled;
  for (int i = 0; i < 20; ++i) {
    exprs.push_back(random.expr(random.type(), 4));
    compiled.push_back(bytecode.compile(exprs.back()));
  }
  std::vector<std::int64_t> frame = bytecode.make_frame();
  std::copy(state.cells.begin(), state.cells.end(), frame.begin());
  const std::int64_t choice = random.value(machine::kI64);
  frame[bytecode.choice()] = choice;
  for (std::size_t i = 0; i < exprs.size(); ++i) {
    const machine::Evaluation expected = evaluate(exprs[i], {machine, layout, state, choice});
    const machine::Fault fault = bytecode.run(compiled[i], frame.data());
    ASSERT_EQ(fault, expected.fault) << "seed " << seed << " expression " << i;
    if (fault == machine::Fault::none) {
      ASSERT_EQ(frame[compiled[i].result], expected.value)
          << "seed " << seed << " expression " << i;
    }
    ++(fault == machine::Fault::none ? tally.values : tally.faults);
  }
  EXPECT_TRUE(std::equal(state.cells.begin(), state.cells.end(), frame.begin()))
      << "a slot was written";
}

TEST(Bytecode, AgreesWithEvaluateOnRandomExpressions) {
  Tally tally;
  for (std::uint32_t seed = 0; seed < 3000 && !testing::Test::HasFatalFailure(); ++seed)
    compare(seed, tally);
  EXPECT_GT(tally.values, 10000);
  EXPECT_GT(tally.faults, 1000);
}

TEST(Bytecode, ComparisonOfVariableAndConstantIsOneInstruction) {
  const machine::Machine machine = RandomExpr::machine();
  const machine::Layout layout(machine);
  Bytecode bytecode(machine, layout, layout.cells());
  const machine::VariableId i64{2 * static_cast<std::uint32_t>(RandomExpr::types().size() - 1)};
  const Compiled compiled = bytecode.compile(
      Expr::binary(machine::BinaryOp::lt, Expr::load(i64, machine::kI64), Expr::constant(2)));
  EXPECT_EQ(compiled.end - compiled.begin, 1u);
}

}  // namespace
}  // namespace headway::explicit_engine
