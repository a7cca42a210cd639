#include "model/frontend/snippet.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "model/frontend/frontend.h"
#include "model/program/print.h"
#include "model/program/validate.h"
#include "model/source/error.h"

namespace headway::frontend {
namespace {

std::filesystem::path snippet_file() {
  return std::filesystem::path(testing::TempDir()) /
         ("headway_snippet_" + std::to_string(::getpid()) + ".c");
}

program::Program parse_text(const std::string& code) {
  const std::filesystem::path file = snippet_file();
  std::ofstream(file) << code;
  Options options;
  options.kernel_directory = HEADWAY_KERNEL_DIRECTORY;
  options.defines = {"ROOT=__attribute__((annotate(\"hw_root\")))"};
  struct Remove {
    const std::filesystem::path& file;
    ~Remove() { std::filesystem::remove(file); }
  } const remove{file};
  return parse(file.string(), options);
}

}  // namespace

program::Program translate(const std::string& code) {
  try {
    program::Program program = parse_text(code);
    EXPECT_EQ(program::validate(program), std::vector<std::string>{});
    return program;
  } catch (const source::InputError& error) {
    ADD_FAILURE() << source::render(error);
    return {};
  }
}

std::string body_of(const std::string& code, const std::string& name) {
  const program::Program program = translate(code);
  for (const program::Function& function : program.functions) {
    if (function.name != name) continue;
    std::istringstream lines(program::to_text(program, function));
    std::string result;
    std::string line;
    std::getline(lines, line);  // the head
    while (std::getline(lines, line) && line != "}") {
      const std::size_t number = line.find(": ");
      const bool is_block = line[0] == 'b';
      result += (is_block ? line : line.substr(number + 2)) + "\n";
    }
    return result;
  }
  ADD_FAILURE() << "no function " << name;
  return "";
}

std::string refusal(const std::string& code) {
  try {
    parse_text(code);
  } catch (const source::InputError& error) {
    const source::Span& span = error.span();
    return std::to_string(span.line) + ":" + std::to_string(span.column) + ": " + error.what();
  }
  return "accepted";
}

std::string shown(const std::string& code) {
  try {
    parse_text(code);
  } catch (const source::InputError& error) {
    std::ofstream(snippet_file()) << code;
    std::string text = source::render(error);
    std::filesystem::remove(snippet_file());
    const std::string name = snippet_file().string();
    if (text.starts_with(name)) text.replace(0, name.size(), "model.c");
    return text;
  }
  return "accepted";
}

}  // namespace headway::frontend
