// Order as `machine::fire` has it: choice bounds, guard, checks, then assignments, whose right
// sides are all evaluated before anything is stored.
#include "model/promela/c_transition.h"

#include <algorithm>
#include <cctype>
#include <sstream>

#include "model/promela/promela.h"
#include "model/source/error.h"

namespace headway::promela {

using machine::Expr;
using machine::Machine;
using machine::Transition;
using machine::Variable;

namespace {

// Index and value are evaluated in the state before; stores follow when all is well.
std::string evaluated(const Machine& machine, const machine::Assignment& assignment,
                      std::size_t n) {
  const Variable& variable = machine.at(assignment.place.variable);
  const std::string value = "x" + std::to_string(n), index = "i" + std::to_string(n);
  std::string text;
  if (assignment.place.index) {
    text += "\t" + index + " = hw_at(" + print_c(machine, *assignment.place.index) + ", " +
            std::to_string(variable.extent) + ");\n\tif (hw_fault) goto fault;\n";
  }
  text += "\t" + value + " = " + print_c(machine, assignment.value) +
          ";\n\tif (hw_fault) goto fault;\n";
  if (variable.range) {
    const std::string cast = variable.type.is_signed ? "(hw)" : "(uhw)";
    const auto bound = [&](std::int64_t b) {
      return cast + print_c(machine, Expr::constant(b, machine::kI64));
    };
    text += "\tif (" + cast + value + " < " + bound(variable.range->low) + " || " + cast + value +
            " > " + bound(variable.range->high) + ") goto fault;\n";
  }
  return text;
}

}  // namespace

std::string quoted(const std::string& name) {
  std::string shown;
  for (const char c : name) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                       std::string(" _.:%#-").find(c) != std::string::npos;
    shown += plain ? c : '?';
  }
  return shown;
}

std::uint64_t flag_of(const std::vector<std::string>& properties, const std::string& property) {
  const auto found = std::find(properties.begin(), properties.end(), property);
  CHECK(found != properties.end(), "property=" << property);
  return std::uint64_t{1} << (found - properties.begin());
}

std::string print_transition(const Machine& machine, std::size_t agent, machine::TransitionId id,
                             const std::vector<std::string>& properties) {
  const Transition& t = machine.agents[agent].at(id);
  std::ostringstream text;
  text << "static int t" << agent << '_' << index_of(id) << "(State *s, hw c)  /* "
       << quoted(machine.agents[agent].at(t.from).name) << " to "
       << quoted(machine.agents[agent].at(t.to).name);
  if (t.origin && t.origin->span.known()) text << ", line " << t.origin->span.line;
  text << " */\n{\n";
  for (std::size_t n = 0; n < t.assignments.size(); ++n)
    text << "\thw x" << n << ", i" << n << ";\n";
  text << "\thw_fault = 0;\n";
  text << "\tif (!" << print_c(machine, t.guard)
       << " && !hw_fault) return HW_OFF;\n\tif (hw_fault) goto fault;\n";
  for (const machine::Check& check : t.checks) {
    text << "\tif (!" << print_c(machine, check.condition)
         << " && !hw_fault) { hw_failed |= " << flag_of(properties, check.property) << "ULL; "
         << (check.fatal ? "return HW_CUT; " : "") << "}\n\tif (hw_fault) goto fault;\n";
  }
  for (std::size_t n = 0; n < t.assignments.size(); ++n)
    text << evaluated(machine, t.assignments[n], n);
  for (std::size_t n = 0; n < t.assignments.size(); ++n) {
    const machine::Place& place = t.assignments[n].place;
    const Variable& variable = machine.at(place.variable);
    text << "\ts->" << name_in_c(machine, place.variable);
    if (place.index && variable.extent > 1) text << "[i" << n << ']';
    if (variable.type.bits == 64) {
      text << " = hw_fit(x" << n << ", \"the variable " << quoted(variable.name)
           << " exceeds 32 bits\");\n";
    } else {
      text << " = x" << n << ";\n";
    }
  }
  text << "\ts->at_" << agent << " = " << index_of(t.to) << ";\n\treturn HW_ON;\nfault:\n"
       << "\thw_failed |= " << flag_of(properties, "ub") << "ULL;\n\treturn HW_CUT;\n}\n";
  if (t.choice) {
    text << "static int b" << agent << '_' << index_of(id)
         << "(State *s, hw *low, hw *high)\n{\n\tconst hw c = 0;\n\thw_fault = 0;\n\t*low = "
         << print_c(machine, t.choice->low)
         << ";\n\tif (!hw_fault) *high = " << print_c(machine, t.choice->high)
         << ";\n\treturn !hw_fault;\n}\n";
  }
  return text.str();
}

}  // namespace headway::promela
