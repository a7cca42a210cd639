// The two ways to fail that are not a verdict: the user's input is wrong (InputError, caught once
// in main), or we are (CHECK, always on, also in release builds).
#pragma once

#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

#include "model/source/span.h"

namespace headway::source {

// The user's input can't be accepted. `hint` says what to do about it and may be empty. The span
// may be unknown (a missing file, a bad flag).
class InputError : public std::runtime_error {
 public:
  InputError(Span span, const std::string& message, std::string hint = "")
      : std::runtime_error(message), span_(std::move(span)), hint_(std::move(hint)) {}
  [[nodiscard]] const Span& span() const { return span_; }
  [[nodiscard]] const std::string& hint() const { return hint_; }

 private:
  Span span_;
  std::string hint_;
};

// A failed CHECK: our bug. Exit status 4.
class InternalError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void check_failed(const char* file, int line, const char* condition,
                               const std::string& values);

// Renders "file:line:column: error: message", the source line, a caret under the span and the hint,
// as far as they are known. Ends in a newline.
std::string render(const InputError& error);

}  // namespace headway::source

// CHECK(condition, "name=" << value): prints the values that broke it.
#define CHECK(condition, ...)                                                                      \
  do {                                                                                             \
    if (!(condition)) {                                                                            \
      std::ostringstream headway_check_values;                                                     \
      headway_check_values << "" __VA_OPT__(<< __VA_ARGS__);                                       \
      ::headway::source::check_failed(__FILE__, __LINE__, #condition, headway_check_values.str()); \
    }                                                                                              \
  } while (false)

#ifdef NDEBUG
#define DCHECK(condition, ...) \
  do {                         \
  } while (false)
#else
#define DCHECK(condition, ...) CHECK(condition __VA_OPT__(, ) __VA_ARGS__)
#endif
