// A row of the tables of constructs.
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <set>
#include <string>

#include "model/lower/from_c_test.h"

namespace headway::lower {

struct Construct {
  const char* name;
  const char* code;  // USES <header> is an #include of the model's
  std::set<std::string> failures = {};
  bool stops = false;  // in some run the thread goes no further
};

void PrintTo(const Construct& construct, std::ostream* out);

class Dialect : public testing::TestWithParam<Construct> {};

}  // namespace headway::lower
