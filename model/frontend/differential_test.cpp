// The same C, compiled natively and run as a Program: for every case and all small arguments the
// results are equal.
#include <gtest/gtest.h>

#include <string>

#include "model/frontend/flat_evaluator.h"
#include "model/frontend/frontend.h"
#include "model/program/validate.h"

extern "C" {
struct DifferentialCase {
  const char* name;
  int (*run)(int, int);
};
extern const DifferentialCase differential_cases[];
}

namespace headway::frontend {
namespace {

TEST(Differential, TheProgramComputesWhatTheCompiledCodeDoes) {
  const program::Program program = parse(HEADWAY_FRONTEND_DIRECTORY "/differential_cases.c", {});
  EXPECT_EQ(program::validate(program), std::vector<std::string>{});
  FlatEvaluator evaluator(program);
  const int arguments[] = {
      0, 1, 2, 3, 5, 7, 9, 11, 100, 255, 40000, -1, -2, -9, -128, 2147483647, -2147483647 - 1};
  for (const DifferentialCase* one = differential_cases; one->name != nullptr; ++one) {
    for (const int a : arguments) {
      for (const int b : arguments) {
        ASSERT_EQ(evaluator.call(one->name, {a, b}), one->run(a, b))
            << one->name << "(" << a << ", " << b << ")";
      }
    }
  }
}

}  // namespace
}  // namespace headway::frontend
