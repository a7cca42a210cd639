// What SPIN's verifier computes is C, printed from our expressions. Here that C is compiled and run
// on random expressions and random states, and held against `machine::evaluate`.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "checker/cli/child.h"
#include "checker/cli/temporary_directory.h"
#include "model/machine/evaluate.h"
#include "model/machine/random_expr_test.h"
#include "model/promela/promela.h"

namespace headway::cli {
namespace {

using machine::Evaluation;
using machine::Expr;
using machine::Layout;
using machine::Machine;
using machine::State;
using machine::Variable;
using machine::VariableId;

constexpr std::size_t kExpressions = 1500;
constexpr std::size_t kStates = 12;

// Cells of 64 bits hold what fits into 32, as in the verifier; constants are as wide as they like.
State random_state(const Machine& machine, machine::RandomExpr& random) {
  State state;
  for (const Variable& variable : machine.variables) {
    for (std::uint32_t cell = 0; cell < variable.extent; ++cell) {
      const std::int64_t value = random.value(variable.type);
      state.cells.push_back(variable.type.bits == 64 ? static_cast<std::int32_t>(value) : value);
    }
  }
  return state;
}

std::string declarations(const Machine& machine) {
  std::string text = "#include <stdio.h>\ntypedef unsigned char byte;\ntypedef struct State {\n";
  for (std::size_t v = 0; v < machine.variables.size(); ++v) {
    const Variable& variable = machine.variables[v];
    text += promela::cell_type(variable.type) + " " +
            promela::name_in_c(machine, static_cast<VariableId>(v));
    text += variable.extent > 1 ? "[" + std::to_string(variable.extent) + "];\n" : ";\n";
  }
  return text + "} State;\n" + promela::arithmetic();
}

std::string initializer(const Machine& machine, const State& state) {
  std::string text = "{";
  std::size_t at = 0;
  for (const Variable& variable : machine.variables) {
    if (variable.extent > 1) text += " {";
    for (std::uint32_t cell = 0; cell < variable.extent; ++cell)
      text += " (int)" + std::to_string(state.cells[at++]) + "LL,";
    if (variable.extent > 1) text += " },";
  }
  return text + " },\n";
}

// A program that prints value and fault of each expression in each state.
std::string program(const Machine& machine, const std::vector<Expr>& exprs,
                    const std::vector<State>& states, const std::vector<std::int64_t>& choices) {
  std::ostringstream text;
  text << declarations(machine) << "static const State states[] = {\n";
  for (const State& state : states) text << initializer(machine, state);
  text << "};\nstatic const hw choices[] = {";
  for (const std::int64_t choice : choices)
    text << " (hw)" << static_cast<std::uint64_t>(choice) << "ULL,";
  text << " };\n";
  for (std::size_t e = 0; e < exprs.size(); ++e) {
    text << "static hw e" << e << "(const State *s, hw c) { return "
         << promela::print_c(machine, exprs[e]) << "; }\n";
  }
  text << "static hw (*const all[])(const State *, hw) = {";
  for (std::size_t e = 0; e < exprs.size(); ++e) text << " e" << e << ',';
  text
      << " };\nint main(void)\n{\n\tint e, n;\n\tfor (e = 0; e < " << exprs.size()
      << "; e++) for (n = 0; n < " << states.size()
      << "; n++) {\n\t\thw value;\n\t\thw_fault = 0;\n\t\tvalue = all[e](&states[n], choices[n]);\n"
         "\t\tprintf(\"%lld %d\\n\", hw_fault ? 0 : value, hw_fault);\n\t}\n\treturn 0;\n}\n";
  return text.str();
}

TEST(SpinExpressions, C_means_what_evaluate_means) {
  machine::RandomExpr random(7);
  const Machine machine = machine::RandomExpr::machine();
  std::vector<Expr> exprs;
  for (std::size_t e = 0; e < kExpressions; ++e) exprs.push_back(random.expr(random.type(), 4));
  std::vector<State> states;
  std::vector<std::int64_t> choices;
  for (std::size_t n = 0; n < kStates; ++n) {
    states.push_back(random_state(machine, random));
    choices.push_back(random.value(machine::kI64));
  }
  const TemporaryDirectory directory;
  const std::string source = directory.path() / "e.c", binary = directory.path() / "e";
  std::ofstream(source) << program(machine, exprs, states, choices);
  const Said compiled = run_child("gcc", {"-O1", "-w", "-o", binary, source});
  ASSERT_EQ(compiled.status, 0) << compiled.err.substr(0, 2000);
  std::istringstream said(run_child(binary, {}).out);
  const Layout layout(machine);
  std::size_t faults = 0;
  for (const Expr& expr : exprs) {
    for (std::size_t n = 0; n < states.size(); ++n) {
      const Evaluation ours = evaluate(expr, {machine, layout, states[n], choices[n]});
      std::int64_t value = 0;
      int fault = 0;
      ASSERT_TRUE(said >> value >> fault);
      ASSERT_EQ(fault != 0, ours.fault != machine::Fault::none) << promela::print_c(machine, expr);
      faults += fault != 0 ? 1 : 0;
      if (fault == 0) {
        ASSERT_EQ(value, ours.value) << promela::print_c(machine, expr);
      }
    }
  }
  EXPECT_GE(faults, kExpressions);
  EXPECT_LE(faults, kExpressions * kStates / 2);
}

}  // namespace
}  // namespace headway::cli
