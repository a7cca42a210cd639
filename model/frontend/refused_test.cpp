// What is not supported is refused by name, where it stands; and so is what Clang calls an error.
#include <gtest/gtest.h>

#include <ostream>
#include <sstream>
#include <string>

#include "model/frontend/frontend.h"
#include "model/frontend/snippet.h"
#include "model/source/error.h"

namespace headway::frontend {
namespace {

struct Refused {
  const char* name;
  const char* code;
  const char* message;
};

void PrintTo(const Refused& refused, std::ostream* out) { *out << refused.name; }

class RefusedConstruct : public testing::TestWithParam<Refused> {};

TEST_P(RefusedConstruct, IsNamed) { EXPECT_EQ(refusal(GetParam().code), GetParam().message); }

// file:line, the source line, a caret under the construct.
TEST_P(RefusedConstruct, IsShown) {
  const std::string message = GetParam().message;
  const std::size_t line = std::stoul(message);
  const std::size_t column = std::stoul(message.substr(message.find(':') + 1));
  std::istringstream lines(GetParam().code);
  std::string source;
  for (std::size_t k = 0; k < line; ++k) std::getline(lines, source);
  const std::string gutter = std::to_string(line) + " | ";
  const std::string pad(gutter.size() + column - 1, ' ');
  EXPECT_NE(shown(GetParam().code).find("\n" + gutter + source + "\n" + pad + "^"),
            std::string::npos)
      << shown(GetParam().code);
}

const Refused kRefused[] = {
    {"assembly", "ROOT void f(void) {\n  asm volatile(\"\" ::: \"memory\");\n}",
     "2:3: inline assembly is not supported"},
    {"continue_out_of_atomic",
     "ROOT void f(int x) {\n  for (_Bool hw_once_ = 1; hw_once_; hw_once_ = 0) { if (x) continue; "
     "}\n}",
     "2:61: hw_atomic is left by continue"},
    {"contract_without_lock",
     "#include <linux/compiler.h>\nROOT void f(int x) __acquires(x + 1) {}",
     "2:31: a contract names a lock or the address of one; this is of type 'int'"},
    {"contract_without_primitives",
     "struct l { int o; };\nROOT void f(struct l *l) __attribute__((acquire_capability(l))) {}",
     "2:11: a contract needs the primitives of headway.h"},
    {"contract_of_rcu", "#include <linux/compiler.h>\nROOT void f(void) __releases(RCU) {}",
     "2:30: use of undeclared identifier 'RCU'"},
    {"contract_of_nothing", "ROOT void f(int *l) __attribute__((acquire_capability())) {}",
     "1:36: __acquires names no lock"},
    {"file_assembly", "asm(\"nop\"); ROOT int g;", "1:1: assembly at file scope is not supported"},
    {"variable_length", "ROOT void f(int n) { int a[n]; }",
     "1:26: an array of variable length is not supported"},
    {"floating_variable", "ROOT void f(void) { float x; }",
     "1:27: the type 'float' is not supported"},
    {"floating_value", "ROOT int f(int a) { return a * 1.5; }",
     "1:28: floating point is not supported"},
    {"complex", "ROOT _Complex float c;", "1:21: the type '_Complex float' is not supported"},
    {"wide_integer", "ROOT __int128 w;", "1:15: the type '__int128' is not supported"},
    {"atomic_type", "ROOT _Atomic int w;", "1:18: the type '_Atomic(int)' is not supported"},
    {"vector", "typedef int v4 __attribute__((vector_size(16))); ROOT v4 v;",
     "1:58: the type 'v4' is not supported"},
    {"computed_goto", "ROOT void f(int n) { void *p = &&out; goto *p; out: return; }",
     "1:32: the address of a label is not supported"},
    {"variadic_definition", "ROOT void f(int n, ...) { }",
     "1:11: the definition of the variadic function 'f' is not supported"},
    {"va_arg", "ROOT int f(__builtin_va_list l) { return __builtin_va_arg(l, int); }",
     "1:42: va_arg is not supported"},
    {"atomic_builtin", "int v; ROOT int f(void) { return __sync_fetch_and_add(&v, 1); }",
     "1:34: the built-in function '__sync_fetch_and_add_4' is not supported"},
    {"atomic_expression", "int v; ROOT int f(void) { return __atomic_load_n(&v, 0); }",
     "1:34: the compiler's atomic built-ins are not supported"},
    {"builtin", "ROOT void *f(void) { return __builtin_return_address(0); }",
     "1:29: the built-in function '__builtin_return_address' is not supported"},
    {"memset_of_a_part", "ROOT void f(char *p) { __builtin_memset(p, 0, 3); }",
     "1:24: '__builtin_memset' of anything but a whole object is not supported"},
    {"memset_to_ones", "ROOT void f(long *p) { __builtin_memset(p, 1, sizeof(*p)); }",
     "1:24: '__builtin_memset' to anything but 0 is not supported"},
    {"memcpy_of_bytes", "ROOT void f(long *p, int *q) { __builtin_memcpy(p, q, sizeof(*p)); }",
     "1:32: '__builtin_memcpy' between objects of different types, or of arrays, is not "
     "supported"},
    {"returns_twice",
     "int setjmp(void *) __attribute__((returns_twice)); ROOT int f(void *b) { return setjmp(b); }",
     "1:81: 'setjmp' returns twice, which is not supported"},
    {"flexible_array_initialised",
     "struct s { int n; int item[]; }; ROOT struct s g = { 1, { 2 } };",
     "1:52: the flexible array at the end of 'g' has an initialiser, which is not supported"},
    {"goto_into_a_cleanup_scope",
     "void done(int *); ROOT void f(int n) { if (n) goto in; int x __attribute__((cleanup(done))) "
     "= 1; in: n++; }",
     "1:47: cannot jump from this goto statement to its label"},
    {"thread_local", "static __thread int t; ROOT int f(void) { return t; }",
     "1:21: the thread-local variable 't' is not supported"},
    {"register_variable", "ROOT void f(void) { register long sp asm(\"rsp\"); }",
     "1:35: the register variable 'sp' is not supported"},
    {"cast_to_union", "union u { int i; long l; }; ROOT long f(int a) { return ((union u)a).l; }",
     "1:58: a cast to a union is not supported"},
    {"user_dereference", "ROOT int f(int __attribute__((address_space(1))) *p) {\n  return *p; }",
     "2:10: a user pointer is dereferenced"},
    {"no_prototype", "int g(); ROOT int f(void) { return g(1); }",
     "1:36: a call with arguments of a function without a prototype is not supported"},
    {"packed_bit_field",
     "struct s { char c; int b : 31; } __attribute__((packed)); ROOT struct s g;",
     "1:24: the bit-field 'b' lies across two units of its type"},
    {"break_in_header", "ROOT void f(int n) { while (1) while (({ if (n) break; n; })) n--; }",
     "1:49: leaving a loop from within its own header is not supported"},
    {"address_space", "ROOT int __attribute__((address_space(2))) *p;",
     "1:45: the address space of '__attribute__((address_space(2))) int *' is not supported"},
    {"wait_calls", "#include <headway.h>\nint g(void);\nHW_THREAD(t) {\n  hw_wait(g() == 1);\n}",
     "4:11: the condition of a wait calls 'g', which does more than return a pure expression"},
    {"wait_calls_what_loops",
     "#include <headway.h>\nint v;\nstatic int g(int n) { while (n) n--; return n; }\n"
     "HW_THREAD(t) {\n  hw_wait(v && g(v));\n}",
     "5:16: the condition of a wait calls 'g', which does more than return a pure expression"},
    {"wait_calls_a_pointer",
     "#include <headway.h>\nint (*g)(void);\nHW_THREAD(t) { hw_wait(g()); }",
     "3:24: the condition of a wait has effects; it is judged again and again"},
    {"wait_assigns", "#include <headway.h>\nint v;\nHW_THREAD(t) { hw_wait((v = 1)); }",
     "3:25: the condition of a wait has effects; it is judged again and again"},
    {"alias", "void g(void) { } ROOT void f(void) __attribute__((alias(\"g\")));",
     "1:28: the alias 'f' is not supported"},
    {"annotation_argument", "ROOT __attribute__((annotate(\"x\", 1.5))) int g;",
     "1:35: an annotation takes integer constants and strings"},
    {"mixed_checked_arithmetic",
     "ROOT _Bool f(long a, unsigned long b, long *r) { return __builtin_add_overflow(a, b, r); }",
     "1:57: checked arithmetic over mixed 64-bit types is not supported"},
    {"wide_string", "ROOT const int *f(void) { return L\"x\"; }",
     "1:34: wide strings are not supported"},
    {"wide_string_in_an_array", "ROOT void f(void) { int s[] = L\"x\"; (void)s; }",
     "1:31: wide strings are not supported"},
    {"string_as_an_array", "ROOT const void *f(void) { return &\"abc\"; }",
     "1:36: a string used as an array is not supported here"},
    {"overridden_initialiser",
     "struct i { int a, b; }; struct s { struct i x; };\n"
     "ROOT void f(struct i v) { struct s s = { .x = v, .x.a = 1 }; (void)s; }",
     "2:47: an initialiser that overrides a part of another one is not supported"},
    {"long_initialiser", "ROOT void f(void) { int a[70000] = { 1 }; (void)a; }",
     "1:36: an initialiser of more than 65536 values is not supported"},
    {"nested_function", "ROOT int f(int n) { int g(int k) { return k; } return g(n); }",
     "1:34: function definition is not allowed here"},
    {"unsequenced_field", "struct s { int n; }; ROOT void f(struct s *p) { p->n = p->n++; }",
     "1:56: 'p->n' is written here, and read or written in another part of the expression"},
    {"unsequenced_element", "int a[2]; ROOT int f(void) { return a[0]++ + a[0]; }",
     "1:37: 'a[0]' is written here, and read or written in another part of the expression"},
    {"unsequenced_arguments", "int g(int, int); ROOT int f(int *p) { return g(*p, (*p)++); }",
     "1:53: '*p' is written here, and read or written in another part of the expression"},
};

INSTANTIATE_TEST_SUITE_P(Refused, RefusedConstruct, testing::ValuesIn(kRefused),
                         [](const auto& test) { return std::string(test.param.name); });

const Refused kWrong[] = {
    {"syntax", "ROOT int f(void) {\n  return 1 +;\n}", "2:13: expected expression"},
    {"undeclared", "ROOT int f(void) { return x; }", "1:27: use of undeclared identifier 'x'"},
    {"undeclared_function", "ROOT int f(void) { return g(); }",
     "1:27: call to undeclared function 'g'; ISO C99 and later do not support implicit function "
     "declarations"},
    {"missing_header", "#include <stdio.h>\n", "1:10: 'stdio.h' file not found"},
    {"unsequenced", "ROOT int f(int i) { return i = i++; }",
     "1:33: multiple unsequenced modifications to 'i'"},
    {"initialiser_no_constant", "int n; ROOT int g = n;",
     "1:21: initializer element is not a compile-time constant"},
    {"spaces_mixed", "ROOT char *f(char __attribute__((address_space(1))) *p) { return p; }",
     "1:66: returning '__attribute__((address_space(1))) char *' from a function with result type "
     "'char *' "
     "changes address space of pointer"},
    {"pointer_types", "ROOT int *f(long *p) { return p; }",
     "1:31: incompatible pointer types returning 'long *' from a function with result type 'int "
     "*'"},
};

INSTANTIATE_TEST_SUITE_P(Wrong, RefusedConstruct, testing::ValuesIn(kWrong),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Refused, WithAHint) {
  EXPECT_EQ(shown("ROOT void f(void) {\n  asm volatile(\"\" ::: \"memory\");\n}"),
            "model.c:2:3: error: inline assembly is not supported\n"
            "2 |   asm volatile(\"\" ::: \"memory\");\n"
            "      ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
            "hint: call a function of model/kernel that stands for it, or write one\n");
}

TEST(Refused, FilesThatAreNone) {
  try {
    parse("/nowhere/model.c", {});
    FAIL() << "accepted";
  } catch (const source::InputError& error) {
    EXPECT_STREQ(error.what(), "cannot read '/nowhere/model.c': no such file");
  }
  EXPECT_THROW(parse("/", {}), source::InputError);
}

TEST(Refused, WarningsStaySilent) {
  EXPECT_EQ(
      refusal(
          "ROOT int f(int a) { int unused; a == 1; switch (a) { case 1: a = 2; } if (a = 3) ; }"),
      "accepted");
}

}  // namespace
}  // namespace headway::frontend
