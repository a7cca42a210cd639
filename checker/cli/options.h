// What the command line can say. One table names every option with its sentence and the commands
// that take it; the command line, the help and the tests iterate over that table.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/property/property.h"
#include "model/machine/machine.h"

namespace headway::cli {

enum class Color { automatic, always, never };
enum class Stage { program, machine, promela, hoa };
enum class Format { dot, svg };

struct Options {
  std::string path;  // FILE or DIR as given; may be empty where the command has a default
  std::map<std::string, machine::Range> parameters;
  std::vector<std::string> specs;
  std::vector<std::string> defines;
  std::vector<std::string> include_paths;
  std::vector<std::string> off;  // properties
  std::vector<std::string> without_passes;
  std::optional<machine::Scheduler> scheduler;  // nothing: what the model says
  std::uint32_t recursion = 3;                  // how often a function may appear on one call stack
  property::Limits limits;
  property::Level level = property::Level::unrestricted;  // the highest that is shown
  property::Fairness fairness = property::Fairness::strong;
  Color color = Color::automatic;
  bool stats = false;
  bool terse = false;
  bool strict = false;
  std::string json;  // the file for the JSON report; "-" is stdout, empty is none
  Stage stage = Stage::machine;
  bool passes = false;                    // dump: after all of them; list: what each of them saves
  std::optional<std::string> after_pass;  // dump: after this one and those before it
  bool table = false;
  bool levels = false;
  bool mutants = false;
  bool spin = false;
  Format format = Format::dot;  // graph
  std::string output;           // graph: a file; empty is stdout
  bool environment = false;     // graph: draw what lies below the user's own lines, too
};

struct Option {
  std::string_view flag;   // "--max-states"
  std::string_view value;  // "N"; empty for a switch
  std::string_view sentence;
  bool repeated = false;  // may be given more than once
  std::vector<std::string_view> commands;
  void (*set)(Options&, const std::string& value);  // throws source::InputError
};

// By flag.
const std::vector<Option>& all_options();

}  // namespace headway::cli
