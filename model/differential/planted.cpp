// One piece of undefined behaviour, executed or not as a condition has it. `$zero` is a variable
// that stays 0, and no constant to a compiler.
#include "model/differential/program_generator.h"
#include "model/source/error.h"

namespace headway::differential {

const char* name_of(Planted planted) {
  static const char* const kNames[] = {
      "nothing",  "shift",     "division",      "overflow",          "index", "null", "wild",
      "dangling", "null call", "uninitialised", "uninitialised part"};
  return kNames[static_cast<int>(planted)];
}

Piece ProgramGenerator::planted_statement() {
  plant_pending_ = false;
  static const std::vector<std::vector<const char*>> kForms = {
      {},
      {"$checksum += (unsigned long)(1 << ($zero + 32));", "$n = $n >> ($zero - 1);",
       "$checksum ^= 1UL << ($zero + 64);", "$n <<= $zero + 40;",
       "$n = (unsigned char)$n >> ($zero + 33);"},
      {"$n = 5 / $zero;", "$n %= $zero;", "$checksum /= (unsigned long)$zero;",
       "$n = (5u % (unsigned int)$zero) ? 1 : 2;"},
      {"$n = (-0x7fffffff - 1 + $zero) / ($zero - 1);",
       "$checksum += (unsigned long)((-0x7fffffffffffffffL - 1 + $zero) / ($zero - 1L));"},
      {"$ints[$zero + 4] = 1;", "$n = $ints[$zero - 1];",
       "{ int a[3] = { 1, 2, 3 }; $n = a[$zero + 3]; }",
       "$checksum += (unsigned long)$inputs[$zero + 3][0];",
       "{ int a[2][2] = { { 1 } }; a[$zero + 1][$zero + 2] = 2; $n = a[1][1]; }"},
      {"{ int *q = $zero ? &$n : (int *)0; $n = *q; }",
       "{ int *q = $zero ? &$n : (int *)0; *q = 3; }", "{ int *q = (int *)(long)$zero; q[0]++; }",
       "{ int **q = $zero ? &(int *){ 0 } : (int **)0; $n = **q; }"},
      {"{ int *q = $ints + 4 + $zero; $n = *q; }", "{ int *q = (int *)(0x1230L + $zero); *q = 1; }",
       "{ int l = 1, *q = &l + 1 + $zero; $n = *q; }",
       "{ int *q = (int *)($zero - 12L); $n = *q; }"},
      {"{ int *q = $leak(3); $n = *q; }", "{ int *q = $leak(4); *q = 5; }"},
      {"{ $fn f = $zero ? $t0 : ($fn)0; $n = (int)f(1, 2); }"},
      {"{ int v; if ($zero) v = 1; if (v) $n = 2; }",
       "{ int v; int w = v + 1; if (w > 3) $n = 2; }",
       "{ unsigned long v; while (v & 1) { v = 0; } }"},
      {"{ int a[2]; a[$zero] = 1; if (a[$zero + 1]) $n = 1; }",
       "{ struct { int k, m; } s; s.k = 1; if (s.m > s.k) $n = 2; }"}};
  const auto& forms = kForms[static_cast<std::size_t>(planted_)];
  CHECK(!forms.empty());
  const std::string form = forms[random_.below(forms.size())];
  Footprint did;
  Piece condition = top(2, did);
  function_did_ += {kMemory, kMemory};
  std::string escaped;
  for (const char letter : form) escaped += letter == '%' ? "%%" : std::string(1, letter);
  return compose(Piece::Kind::statement, "if ((%) & 1) { $reached = 1; " + escaped + " }\n",
                 {std::move(condition)}, {Construct::planted_undefined});
}

}  // namespace headway::differential
