// The table of commands.
#include "checker/cli/commands.h"

#include <algorithm>
#include <array>

namespace headway::cli {

int graver(int a, int b) {
  static constexpr std::array<int, 5> kOrder = {kInternalError, kWrongInput, kViolated, kUndecided,
                                                kHolds};
  return std::find(kOrder.begin(), kOrder.end(), a) < std::find(kOrder.begin(), kOrder.end(), b)
             ? a
             : b;
}

const std::vector<Command>& all_commands() {
  static const std::vector<Command> kCommands = {
      {"check", "Explore every interleaving of a model and say which properties hold.", "FILE",
       "a model in C, or a machine as text (.machine)", true,
       "Examples:\n"
       "  headway check loop.c                      what holds, what does not, and why\n"
       "  headway check loop.c --set count=1..4     other sizes\n"
       "  headway check loop.c --spec mine.spec     ask more of it\n"
       "  headway check loop.c --terse --timeout 60s   for scripts\n"
       "  headway check loop.c --json report.json   all of it, for programs\n",
       check},
      {"dump", "Show what a model is turned into.", "FILE",
       "a model in C, or a machine as text (.machine)", true,
       "Examples:\n"
       "  headway dump --stage=program loop.c       control-flow graphs\n"
       "  headway dump loop.c                       the state machine, before passes\n"
       "  headway dump --passes loop.c              the state machine that is explored\n"
       "  headway dump --passes --stage=promela loop.c   the same, for SPIN\n"
       "  headway dump --stage=hoa --spec f.spec loop.c  which runs violate f.spec's formulas\n",
       dump},
      {"graph", "Draw the state machines of a model, to be printed.", "FILE",
       "a model in C, or a machine as text (.machine)", true,
       "Examples:\n"
       "  headway graph loop.c --format=svg --output loop.svg   for a browser\n"
       "  headway graph loop.c | dot -Tpdf > loop.pdf           for a printer\n"
       "  headway graph loop.c --environment                    the kernel around it as well\n",
       graph},
      {"list", "List a collection of examples, or check them all.", "DIR",
       "a directory of examples, or one example (default: those of Headway)", false,
       "Examples:\n"
       "  headway list                              what there is and what is expected of it\n"
       "  headway list --table examples             check all; expected beside found\n"
       "  headway list --mutants examples           break the good ones; is it found?\n"
       "  headway list --spin examples              what SPIN says of them\n",
       list},
  };
  return kCommands;
}

}  // namespace headway::cli
