// The table of options, and how their values are read. A value that can't be read is the user's
// error and is shown with what was expected; nothing is rounded or guessed.
#include "checker/cli/options.h"

#include <charconv>
#include <limits>
#include <map>

#include "model/source/error.h"

namespace headway::cli {

namespace {

using source::InputError;

template <typename Number>
std::optional<Number> read_number(std::string_view text) {
  Number value{};
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || stop != text.data() + text.size())
    return std::nullopt;
  return value;
}

[[noreturn]] void refuse(const std::string& flag, const std::string& value,
                         const std::string& wanted) {
  throw InputError({}, flag + " can't be `" + value + "`", "it takes " + wanted);
}

// A number with one of the given units behind it; no unit counts as `bare`.
std::uint64_t read_with_unit(const std::string& flag, const std::string& text, std::uint64_t bare,
                             const std::map<std::string_view, std::uint64_t>& units,
                             const std::string& wanted) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = read_number<std::uint64_t>(std::string_view(text).substr(0, digits));
  const std::string_view unit = std::string_view(text).substr(digits);
  std::uint64_t scale = bare;
  if (!unit.empty()) {
    const auto found = units.find(unit);
    if (found == units.end()) refuse(flag, text, wanted);
    scale = found->second;
  }
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (!number || *number == 0 || *number > kMost / scale) refuse(flag, text, wanted);
  return *number * scale;
}

void set_max_memory(Options& options, const std::string& value) {
  options.limits.max_memory =
      read_with_unit("--max-memory", value, 1,
                     {{"K", 1ull << 10}, {"M", 1ull << 20}, {"G", 1ull << 30}, {"T", 1ull << 40}},
                     "bytes, or a number with K, M, G or T, as in 2G");
}

void set_timeout(Options& options, const std::string& value) {
  const std::uint64_t milliseconds = read_with_unit(
      "--timeout", value, 1000, {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}},
      "seconds, or a number with ms, s, m or h, as in 30s");
  options.limits.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds));
}

void set_max_states(Options& options, const std::string& value) {
  options.limits.max_states = read_with_unit("--max-states", value, 1, {}, "a number, at least 1");
}

void set_recursion(Options& options, const std::string& value) {
  const auto count = read_number<std::uint32_t>(value);
  if (!count || *count == 0 || *count > 1000)
    refuse("--recursion", value, "a number from 1 to 1000");
  options.recursion = *count;
}

void set_parameter(Options& options, const std::string& value) {
  const std::string wanted = "NAME=VALUE or NAME=LO..HI, as in count=1..4";
  const std::size_t equals = value.find('=');
  if (equals == std::string::npos || equals == 0) refuse("--set", value, wanted);
  const std::string_view range = std::string_view(value).substr(equals + 1);
  const std::size_t dots = range.find("..");
  const auto low = read_number<std::int64_t>(range.substr(0, dots));
  const auto high =
      dots == std::string_view::npos ? low : read_number<std::int64_t>(range.substr(dots + 2));
  if (!low || !high || *low > *high) refuse("--set", value, wanted);
  if (!options.parameters.emplace(value.substr(0, equals), machine::Range{*low, *high}).second) {
    throw InputError({}, "--set gives " + value.substr(0, equals) + " twice");
  }
}

template <typename Value>
Value one_of(const std::string& flag, const std::string& text,
             const std::map<std::string_view, Value>& values) {
  if (const auto found = values.find(text); found != values.end()) return found->second;
  std::string wanted;
  for (const auto& [name, value] : values)
    wanted += (wanted.empty() ? "one of: " : ", ") + std::string(name);
  refuse(flag, text, wanted);
}

}  // namespace

const std::vector<Option>& all_options() {
  static const std::vector<Option> kOptions = {
      {"--after",
       "PASS",
       "Show the machine after this pass and those before it.",
       false,
       {"dump"},
       [](Options& o, const std::string& value) { o.after_pass = value; }},
      {"--color",
       "WHEN",
       "auto (on a terminal only), always or never.",
       false,
       {"check"},
       [](Options& o, const std::string& value) {
         o.color = one_of<Color>(
             "--color", value,
             {{"always", Color::always}, {"auto", Color::automatic}, {"never", Color::never}});
       }},
      {"--define",
       "X[=V]",
       "Define a macro for the C file.",
       true,
       {"check", "dump", "graph"},
       [](Options& o, const std::string& value) { o.defines.push_back(value); }},
      {"--environment",
       "",
       "Draw what the kernel around the loop does, line by line.",
       false,
       {"graph"},
       [](Options& o, const std::string&) { o.environment = true; }},
      {"--fairness",
       "KIND",
       "What the scheduler owes: strong (the default), weak (no lock is fair) or none.",
       false,
       {"check"},
       [](Options& o, const std::string& value) {
         o.fairness = one_of<property::Fairness>("--fairness", value,
                                                 {{"none", property::Fairness::none},
                                                  {"strong", property::Fairness::strong},
                                                  {"weak", property::Fairness::weak}});
       }},
      {"--format",
       "FORMAT",
       "dot (Graphviz's language, the default) or svg.",
       false,
       {"graph"},
       [](Options& o, const std::string& value) {
         o.format = one_of<Format>("--format", value, {{"dot", Format::dot}, {"svg", Format::svg}});
       }},
      {"--include",
       "DIR",
       "Look for headers in DIR too.",
       true,
       {"check", "dump", "graph"},
       [](Options& o, const std::string& value) { o.include_paths.push_back(value); }},
      {"--json",
       "FILE",
       "Write the report as JSON too; - is stdout, and then nothing else is.",
       false,
       {"check"},
       [](Options& o, const std::string& value) { o.json = value; }},
      {"--level",
       "LEVEL",
       "Show progress up to this level of adversaries: none, finite, fair, page-fair, "
       "unrestricted.",
       false,
       {"check"},
       [](Options& o, const std::string& value) {
         o.level = one_of<property::Level>("--level", value,
                                           {{"fair", property::Level::fair},
                                            {"finite", property::Level::finite},
                                            {"none", property::Level::none},
                                            {"page-fair", property::Level::page_fair},
                                            {"unrestricted", property::Level::unrestricted}});
       }},
      {"--levels",
       "",
       "Check every file: up to which level progress holds, and how often loops try.",
       false,
       {"list"},
       [](Options& o, const std::string&) { o.levels = true; }},
      {"--max-memory",
       "BYTES",
       "Stop there (default: 3/4 of the memory). As in 2G.",
       false,
       {"check", "list"},
       set_max_memory},
      {"--max-states",
       "N",
       "Stop after N states; what is open then stays undecided.",
       false,
       {"check", "list"},
       set_max_states},
      {"--mutants",
       "",
       "Check every mutant of every good loop: is what was broken on purpose found?",
       false,
       {"list"},
       [](Options& o, const std::string&) { o.mutants = true; }},
      {"--no-pass",
       "PASS",
       "Leave out a pass over the machine.",
       true,
       {"check", "dump", "list"},
       [](Options& o, const std::string& value) { o.without_passes.push_back(value); }},
      {"--off",
       "PROPERTY",
       "Do not check a property.",
       true,
       {"check"},
       [](Options& o, const std::string& value) { o.off.push_back(value); }},
      {"--output",
       "FILE",
       "Write to FILE rather than to stdout.",
       false,
       {"graph"},
       [](Options& o, const std::string& value) { o.output = value; }},
      {"--passes",
       "",
       "The machine after all passes, specs bound (dump); what each pass saves (list).",
       false,
       {"dump", "list"},
       [](Options& o, const std::string&) { o.passes = true; }},
      {"--recursion",
       "N",
       "How often a function may call itself in a chain (default: 3).",
       false,
       {"check", "dump", "graph"},
       set_recursion},
      {"--sched",
       "WHICH",
       "fair, nonpreempt or priority, among those on one HW_CPU (default: what the model says).",
       false,
       {"check", "dump", "graph", "list"},
       [](Options& o, const std::string& value) {
         o.scheduler = one_of<machine::Scheduler>("--sched", value,
                                                  {{"fair", machine::Scheduler::fair},
                                                   {"nonpreempt", machine::Scheduler::nonpreempt},
                                                   {"priority", machine::Scheduler::priority}});
       }},
      {"--set",
       "NAME=V|LO..HI",
       "The values of a size (HW_PARAM) to explore.",
       true,
       {"check", "dump", "graph"},
       set_parameter},
      {"--spec",
       "FILE",
       "Ask what this spec asks, beside what the model names.",
       true,
       {"check", "dump"},
       [](Options& o, const std::string& value) { o.specs.push_back(value); }},
      {"--spin",
       "",
       "Give every machine to SPIN and compare: numbers of states, verdicts.",
       false,
       {"list"},
       [](Options& o, const std::string&) { o.spin = true; }},
      {"--stage",
       "STAGE",
       "program (C as control-flow graphs), machine (the default), promela, or hoa (the automata "
       "of "
       "temporal formulas).",
       false,
       {"dump"},
       [](Options& o, const std::string& value) {
         o.stage = one_of<Stage>("--stage", value,
                                 {{"hoa", Stage::hoa},
                                  {"machine", Stage::machine},
                                  {"program", Stage::program},
                                  {"promela", Stage::promela}});
       }},
      {"--stats",
       "",
       "Print states, time and memory, on stderr.",
       false,
       {"check", "list"},
       [](Options& o, const std::string&) { o.stats = true; }},
      {"--strict",
       "",
       "Exit 1 where an answer says less than it seems: a line never executed, a cover never met.",
       false,
       {"check"},
       [](Options& o, const std::string&) { o.strict = true; }},
      {"--table",
       "",
       "Check every file and print what was expected beside what was found.",
       false,
       {"list"},
       [](Options& o, const std::string&) { o.table = true; }},
      {"--terse",
       "",
       "Findings only, one line each; nothing when all is well.",
       false,
       {"check"},
       [](Options& o, const std::string&) { o.terse = true; }},
      {"--timeout",
       "TIME",
       "Stop after this time. As in 30s.",
       false,
       {"check", "list"},
       set_timeout},
  };
  return kOptions;
}

}  // namespace headway::cli
