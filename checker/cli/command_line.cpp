// The command line is built from the tables of commands and options. The only file that knows
// CLI11, which does the parsing and lays out the help.
#include "checker/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>

#include "checker/cli/resources.h"
#include "model/source/error.h"

namespace headway::cli {

namespace {

constexpr const char* kSentence =
    "Headway checks that retry loops make headway: a loop in C, surrounded by a model of\n"
    "pages, locks and page faults, is explored in every interleaving. For each property the\n"
    "answer is: holds, violated (with the shortest run that shows it), or undecided.";

constexpr const char* kFooter =
    "Examples:\n"
    "  headway check loop.c             does this loop make progress? can it deadlock?\n"
    "  headway list --table examples    the loops of history, broken and fixed\n"
    "\n"
    "Exit status: 0 every property holds, 1 some property is violated (or `list` found a\n"
    "difference), 2 the input or the command line is wrong, 3 undecided because a limit was\n"
    "reached, 4 internal error. `headway COMMAND --help` says more.";

void add_command(CLI::App& app, const Command& command, Options& options) {
  CLI::App* sub = app.add_subcommand(std::string(command.name), std::string(command.sentence));
  CLI::Option* path =
      sub->add_option(std::string(command.path), options.path, std::string(command.path_sentence));
  path->required(command.path_required)->type_name("");
  for (const Option& option : all_options()) {
    if (std::find(option.commands.begin(), option.commands.end(), command.name) ==
        option.commands.end())
      continue;
    const auto set = option.set;
    const std::string flag(option.flag), sentence(option.sentence);
    if (option.value.empty()) {
      sub->add_flag_callback(
          flag, [set, &options] { set(options, ""); }, sentence);
    } else if (option.repeated) {
      const auto set_all = [set, &options](const std::vector<std::string>& values) {
        for (const std::string& value : values) set(options, value);
      };
      sub->add_option_function<std::vector<std::string>>(flag, set_all, sentence)
          ->allow_extra_args(false)  // else `--set a=1 FILE` would take FILE as a second value
          ->type_name(std::string(option.value));
    } else {
      const auto set_one = [set, &options](const std::string& value) { set(options, value); };
      sub->add_option_function<std::string>(flag, set_one, sentence)
          ->type_name(std::string(option.value));
    }
  }
  sub->footer(std::string(command.examples));
}

}  // namespace

std::variant<Invocation, Information> parse_command_line(int argc, const char* const* argv) {
  Invocation invocation;
  CLI::App app(std::string(kSentence) + "\n", "headway");
  app.set_version_flag("--version", "headway " + version());
  app.footer(kFooter);
  app.require_subcommand(1);
  app.get_formatter()->column_width(30);
  for (const Command& command : all_commands()) add_command(app, command, invocation.options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    // --help and --version arrive as exceptions, and CLI11 knows which help was meant.
    std::ostringstream out, err;
    app.exit(asked, out, err);
    return Information{out.str()};
  } catch (const CLI::ParseError& error) {
    throw source::InputError({}, error.what(),
                             "`headway --help` lists the commands and their options");
  }
  for (const Command& command : all_commands()) {
    if (app.got_subcommand(std::string(command.name))) invocation.command = &command;
  }
  CHECK(invocation.command != nullptr);
  return invocation;
}

}  // namespace headway::cli
