// headway: the command line says which command, the command does it, and what the user can mend is
// caught here, once.
#include <exception>
#include <iostream>
#include <new>
#include <stdexcept>

#include "checker/cli/command_line.h"
#include "checker/cli/commands.h"
#include "model/source/error.h"

int main(int argc, char** argv) {
  using namespace headway;
  try {
    const auto asked = cli::parse_command_line(argc, argv);
    if (const auto* information = std::get_if<cli::Information>(&asked)) {
      std::cout << information->text;
      return cli::kHolds;
    }
    const auto& invocation = std::get<cli::Invocation>(asked);
    const int status = invocation.command->run(invocation.options, {std::cout, std::cerr});
    // A verdict that nobody could read is no verdict.
    if (!std::cout.flush()) throw std::runtime_error("stdout can't be written");
    return status;
  } catch (const source::InputError& error) {
    std::cerr << source::render(error);
    return cli::kWrongInput;
  } catch (const std::bad_alloc&) {
    std::cerr << "undecided: no memory is left (--max-memory sets a limit)\n";
    return cli::kUndecided;
  } catch (const std::exception& error) {
    std::cerr << "headway: internal error: " << error.what()
              << "\nThis is a bug of Headway; no verdict was given.\n";
    return cli::kInternalError;
  }
}
