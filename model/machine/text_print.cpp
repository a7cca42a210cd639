// A machine as text. The idea: print what parse reads back to an equal machine, and nothing that a
// default says.
//
//   I1  Locations are printed in the order of their numbers, each on a line of its own, before
//       anything names one.
//   I2  A number is printed bare only where text_resolve.cpp would give it the type that it has.
#include <sstream>

#include "model/machine/text.h"
#include "model/machine/text_lexer.h"

namespace headway::machine {

namespace {

using text::name_of;
using text::quoted_name;
using text::quoted_string;

constexpr std::size_t kLineLength = 110;

std::string value_text(std::int64_t value, IntType type) {
  return type.is_signed ? std::to_string(value) : std::to_string(static_cast<std::uint64_t>(value));
}

struct Symbol {
  const char* text;
  int precedence;  // as in text_parse_expr.cpp
};

Symbol symbol_of(BinaryOp op) {
  switch (op) {
    case BinaryOp::logical_or:
      return {"||", 2};
    case BinaryOp::logical_and:
      return {"&&", 3};
    case BinaryOp::bit_or:
      return {"|", 4};
    case BinaryOp::bit_xor:
      return {"^", 5};
    case BinaryOp::bit_and:
      return {"&", 6};
    case BinaryOp::eq:
      return {"==", 7};
    case BinaryOp::ne:
      return {"!=", 7};
    case BinaryOp::lt:
      return {"<", 8};
    case BinaryOp::le:
      return {"<=", 8};
    case BinaryOp::gt:
      return {">", 8};
    case BinaryOp::ge:
      return {">=", 8};
    case BinaryOp::shl:
      return {"<<", 9};
    case BinaryOp::shr:
      return {">>", 9};
    case BinaryOp::add:
      return {"+", 10};
    case BinaryOp::sub:
      return {"-", 10};
    case BinaryOp::mul:
      return {"*", 11};
    case BinaryOp::div:
      return {"/", 11};
    case BinaryOp::rem:
      return {"%", 11};
  }
  CHECK(false);
}
constexpr int kConditionalPrecedence = 1;
constexpr int kUnaryPrecedence = 12;

bool is_shift(BinaryOp op) { return op == BinaryOp::shl || op == BinaryOp::shr; }
bool is_logical(BinaryOp op) { return op == BinaryOp::logical_and || op == BinaryOp::logical_or; }
bool is_comparison(BinaryOp op) { return op >= BinaryOp::lt && op <= BinaryOp::ne; }

// The type that the printed expression has of its own; nothing where it is made of bare numbers.
std::optional<IntType> own_type(const Expr& expr) {
  const auto either = [](const Expr& first, const Expr& second) {
    const auto type = own_type(first);
    return type ? type : own_type(second);
  };
  if (expr.is_constant()) return expr.type() == kBool ? std::optional(kBool) : std::nullopt;
  if (const auto* unary = std::get_if<Unary>(&expr.node())) {
    return unary->op == UnaryOp::logical_not ? kBool : own_type(unary->operand);
  }
  if (const auto* binary = std::get_if<Binary>(&expr.node())) {
    if (is_logical(binary->op) || is_comparison(binary->op)) return kBool;
    return is_shift(binary->op) ? own_type(binary->left) : either(binary->left, binary->right);
  }
  if (const auto* conditional = std::get_if<Conditional>(&expr.node())) {
    return either(conditional->then, conditional->otherwise);
  }
  return expr.type();
}

class ExprPrinter {
 public:
  explicit ExprPrinter(const Machine& machine) : machine_(machine) {}

  // `context`: the type that a bare number takes here. `least`: what binds looser goes into
  // parentheses.
  [[nodiscard]] std::string print(const Expr& expr, IntType context, int least = 0) const {
    return std::visit([&](const auto& node) { return print(node, expr.type(), context, least); },
                      expr.node());
  }

  [[nodiscard]] std::string place(VariableId variable, const Expr* index) const {
    std::string made = quoted_name(machine_.at(variable).name);
    return index == nullptr ? made : made + "[" + print(*index, kI64) + "]";
  }

 private:
  static std::string parenthesised(std::string text, bool needed) {
    return needed ? "(" + text + ")" : text;
  }

  [[nodiscard]] std::string print(const Constant& node, IntType type, IntType context, int) const {
    if (type == kBool) return node.value != 0 ? "true" : "false";
    return value_text(node.value, type) + (type == context ? "" : name_of(type));
  }
  [[nodiscard]] std::string print(const Load& node, IntType, IntType, int) const {
    return place(node.variable, node.index.get());
  }
  [[nodiscard]] std::string print(const ChoiceValue&, IntType type, IntType, int) const {
    return type == kI64 ? "choice" : "choice(" + name_of(type) + ")";
  }
  [[nodiscard]] std::string print(const Unary& node, IntType, IntType context, int) const {
    const bool negates_truth = node.op == UnaryOp::logical_not;
    const char* sign = negates_truth ? "!" : node.op == UnaryOp::negate ? "-" : "~";
    const IntType inner = negates_truth ? own_type(node.operand).value_or(kI64) : context;
    // `-5` would be read back as the number minus five.
    const bool number = node.op == UnaryOp::negate && node.operand.is_constant();
    return sign + parenthesised(print(node.operand, inner, number ? 0 : kUnaryPrecedence), number);
  }
  [[nodiscard]] std::string print(const Binary& node, IntType, IntType context, int least) const {
    const Symbol symbol = symbol_of(node.op);
    IntType left_context = context;
    if (is_logical(node.op)) {
      left_context = kBool;
    } else if (!is_shift(node.op)) {
      const auto left = own_type(node.left);
      const auto type = left ? left : own_type(node.right);
      left_context = type.value_or(is_comparison(node.op) ? kI64 : context);
    }
    const IntType right_context = is_shift(node.op) ? node.left.type() : left_context;
    std::string made = print(node.left, left_context, symbol.precedence) + " " + symbol.text + " " +
                       print(node.right, right_context, symbol.precedence + 1);
    return parenthesised(std::move(made), symbol.precedence < least);
  }
  [[nodiscard]] std::string print(const Conditional& node, IntType, IntType context,
                                  int least) const {
    const auto then = own_type(node.then);
    const auto own = then ? then : own_type(node.otherwise);
    const IntType inner = own.value_or(context);
    std::string made = print(node.condition, kBool, kConditionalPrecedence + 1) + " ? " +
                       print(node.then, inner) + " : " + print(node.otherwise, inner);
    return parenthesised(std::move(made), kConditionalPrecedence < least);
  }
  [[nodiscard]] std::string print(const Convert& node, IntType type, IntType, int) const {
    return name_of(type) + "(" + print(node.operand, kI64) + ")";
  }

  const Machine& machine_;
};

std::string span_text(const source::Span& span) {
  std::string made = quoted_string(span.file_name()) + ":" + std::to_string(span.line) + ":" +
                     std::to_string(span.column);
  return span.end_column == 0 ? made : made + "-" + std::to_string(span.end_column);
}

class MachinePrinter {
 public:
  explicit MachinePrinter(const Machine& machine) : machine_(machine), exprs_(machine) {}

  std::string print() {
    header();
    const bool locals_in_agents = grouped();
    for (const Variable& variable : machine_.variables) {
      if (!variable.owner) out_ << "shared " << declaration(variable, false) << '\n';
      if (variable.owner && !locals_in_agents)
        out_ << "local " << declaration(variable, true) << '\n';
    }
    for (std::size_t a = 0; a < machine_.agents.size(); ++a)
      agent(static_cast<AgentId>(a), locals_in_agents);
    properties();
    return out_.str();
  }

 private:
  // Locals stand in their agents' blocks where that keeps the order of variables.
  [[nodiscard]] bool grouped() const {
    std::size_t last = 0;  // 0 for shared ones, else the agent's number plus one
    for (const Variable& variable : machine_.variables) {
      const std::size_t group = variable.owner ? index_of(*variable.owner) + std::size_t{1} : 0;
      if (group < last) return false;
      last = group;
    }
    return true;
  }

  void header() {
    out_ << "machine " << quoted_name(machine_.name) << '\n';
    if (!machine_.cites.empty()) out_ << "cites " << quoted_string(machine_.cites) << '\n';
    if (machine_.scheduler != Scheduler::fair) {
      out_ << "scheduler "
           << (machine_.scheduler == Scheduler::priority ? "priority" : "nonpreempt") << '\n';
    }
    for (const std::string& spec : machine_.specs) out_ << "spec " << quoted_string(spec) << '\n';
    for (const ScaledConstant& constant : machine_.constants) {
      out_ << "constant " << quoted_name(constant.name) << " = " << constant.used << " real "
           << constant.real << '\n';
    }
    for (const std::string& what : machine_.approximations)
      out_ << "approximates " << quoted_string(what) << '\n';
  }

  static std::string range(const Range& range, IntType type) {
    return value_text(range.low, type) + ".." + value_text(range.high, type);
  }

  [[nodiscard]] std::string declaration(const Variable& variable, bool with_owner) const {
    std::string made = quoted_name(variable.name);
    if (with_owner) made += " of " + quoted_name(machine_.at(*variable.owner).name);
    made += ": " + name_of(variable.type);
    if (variable.is_array) made += "[" + std::to_string(variable.extent) + "]";
    if (variable.range) made += " in " + range(*variable.range, variable.type);
    made += initial(variable);
    if (variable.lazy) made += " lazy";
    if (variable.parameter) made += " param";
    if (variable.ghost) made += " ghost";
    if (variable.holder != Holder::none)
      made += variable.holder == Holder::owner ? " holder owner" : " holder mask";
    if (!variable.label.empty()) made += " label " + quoted_string(variable.label);
    if (!variable.strip.empty()) made += " strip " + quoted_string(variable.strip);
    if (!variable.enumerators.empty()) made += " names {" + names(variable) + "}";
    return made;
  }

  static std::string initial(const Variable& variable) {
    std::string made;
    bool equal = true;
    for (const std::int64_t value : variable.initial) {
      made += (made.empty() ? "" : ", ") + value_text(value, variable.type);
      equal = equal && value == variable.initial[0];
    }
    if (!variable.initial.empty()) {
      made = equal ? " = " + value_text(variable.initial[0], variable.type) : " = {" + made + "}";
    }
    if (!variable.initial_any) return made;
    return made + (made.empty() ? " = any " : " any ") +
           range(*variable.initial_any, variable.type);
  }

  static std::string names(const Variable& variable) {
    std::string made;
    for (const auto& [value, name] : variable.enumerators) {
      made += (made.empty() ? "" : ", ") + value_text(value, variable.type) + ": " +
              quoted_string(name);
    }
    return made;
  }

  void agent(AgentId id, bool with_locals) {
    static constexpr const char* kKinds[] = {"thread", "daemon", "adversary", "signal", "setup"};
    const Agent& agent = machine_.at(id);
    out_ << '\n' << kKinds[static_cast<int>(agent.kind)] << ' ' << quoted_name(agent.name);
    out_ << (agent.ends ? " ends {\n" : " {\n");
    for (const Variable& variable : machine_.variables) {
      if (with_locals && variable.owner == id)
        out_ << "  var " << declaration(variable, false) << '\n';
    }
    for (const Location& location : agent.locations)
      out_ << "  location " << location_text(location) << '\n';
    out_ << "  init " << name(agent, agent.initial) << '\n';
    if (agent.end) out_ << "  end " << name(agent, *agent.end) << '\n';
    if (agent.fatal) out_ << "  fatal " << exprs_.print(*agent.fatal, kBool) << '\n';
    if (agent.cpu) out_ << "  cpu " << *agent.cpu << '\n';
    if (agent.priority != 0) out_ << "  priority " << agent.priority << '\n';
    for (const Transition& transition : agent.transitions) this->transition(agent, transition);
    out_ << "}\n";
  }

  static std::string name(const Agent& agent, LocationId id) {
    return quoted_name(agent.at(id).name);
  }

  [[nodiscard]] std::string place(const Place& place) const {
    return exprs_.place(place.variable, place.index ? &*place.index : nullptr);
  }

  [[nodiscard]] std::string location_text(const Location& location) const {
    std::string made = quoted_name(location.name);
    if (!location.label.empty()) made += " label " + quoted_string(location.label);
    if (location.committed) made += " committed";
    if (!location.wait) return made;
    made += " wait";
    if (location.wait->kind == WaitKind::killable) made += " killable";
    if (location.wait->kind == WaitKind::interruptible) made += " interruptible";
    if (location.wait->idle) made += " idle";
    if (location.wait->acquire) made += " acquire";
    if (location.wait->shared) made += " shared";
    if (location.wait->timed) made += " timed";
    if (location.wait->resource) made += " for " + place(*location.wait->resource);
    return made;
  }

  void transition(const Agent& agent, const Transition& transition) {
    out_ << "\n  " << name(agent, transition.from) << " -> " << name(agent, transition.to);
    const std::vector<std::string> clauses = clauses_of(transition);
    std::size_t length = 0;
    for (const std::string& clause : clauses) length += clause.size() + 1;
    if (!clauses.empty()) out_ << ':';
    for (const std::string& clause : clauses)
      out_ << (length > kLineLength ? "\n    " : " ") << clause;
    out_ << '\n';
  }

  [[nodiscard]] std::vector<std::string> clauses_of(const Transition& transition) const {
    std::vector<std::string> made;
    if (transition.choice) {
      made.push_back("choose " + exprs_.print(transition.choice->low, kI64) + ".." +
                     exprs_.print(transition.choice->high, kI64));
    }
    if (transition.guard != Expr::boolean(true))
      made.push_back("when " + exprs_.print(transition.guard, kBool));
    if (transition.favour != Favour::none) {
      made.push_back(
          (transition.favour == Favour::favourable ? "whim favourable " : "whim unfavourable ") +
          quoted_string(transition.whim));
    }
    for (const Check& check : transition.checks) {
      made.push_back("check " + quoted_name(check.property) + (check.fatal ? " fatal " : " ") +
                     quoted_string(check.message) + ": " + exprs_.print(check.condition, kBool));
    }
    if (!transition.assignments.empty()) made.push_back("do " + assignments(transition));
    marks(transition, made);
    if (transition.origin) made.push_back(origin(*transition.origin));
    return made;
  }

  [[nodiscard]] std::string assignments(const Transition& transition) const {
    std::string made;
    for (const Assignment& assignment : transition.assignments) {
      const IntType type = machine_.at(assignment.place.variable).type;
      made += (made.empty() ? "" : ", ") + place(assignment.place) +
              " := " + exprs_.print(assignment.value, type);
    }
    return made;
  }

  void marks(const Transition& transition, std::vector<std::string>& made) const {
    if (transition.prepare) {
      const Prepare& prepare = *transition.prepare;
      made.push_back((prepare.also ? "prepare also " : "prepare ") + quoted_name(prepare.kind) +
                     " {" + quoted_name(machine_.at(prepare.variable).name) + "[" +
                     exprs_.print(prepare.first, kI64) + ".." + exprs_.print(prepare.last, kI64) +
                     "]}");
    }
    if (transition.attempt) made.push_back("attempt " + quoted_name(*transition.attempt));
    if (transition.event) made.push_back("event " + quoted_name(*transition.event));
    if (transition.progress) made.emplace_back("progress");
    if (transition.yields) made.emplace_back("yields");
    if (transition.call) {
      made.push_back((transition.call->is_return ? "return " : "call ") +
                     quoted_name(transition.call->role));
      if (transition.call->result)
        made.back() += " with " + exprs_.print(*transition.call->result, kI64);
    }
    if (transition.note) made.push_back(note(*transition.note));
  }

  // Arguments go into their braces; those for which there is no place follow `with`.
  [[nodiscard]] std::string note(const Note& note) const {
    std::string made;
    std::size_t next = 0;
    std::size_t copied = 0;
    const auto quote = [&](std::size_t end) {
      const std::string part = quoted_string(note.text.substr(copied, end - copied), true);
      return part.substr(1, part.size() - 2);
    };
    for (std::size_t at = note.text.find("{}"); at != std::string::npos;
         at = note.text.find("{}", at + 2)) {
      made += quote(at) + "{" +
              (next < note.arguments.size() ? exprs_.print(note.arguments[next], kI64) : "") + "}";
      if (next < note.arguments.size()) ++next;
      copied = at + 2;
    }
    made = "note \"" + made + quote(note.text.size()) + "\"";
    for (std::size_t i = next; i < note.arguments.size(); ++i) {
      made += (i == next ? " with " : ", ") + exprs_.print(note.arguments[i], kI64);
    }
    return made;
  }

  static std::string origin(const source::Origin& origin) {
    std::string made = "@ " + span_text(origin.span);
    for (std::size_t i = 0; i < origin.stack.size(); ++i) {
      const source::Frame& frame = origin.stack[i];
      made += (i == 0 ? " via " : ", ") + quoted_name(frame.function) + " @ " +
              span_text(frame.call_site);
    }
    return made;
  }

  void properties() {
    if (!machine_.observables.empty() || !machine_.invariants.empty() || !machine_.covers.empty() ||
        !machine_.atoms.empty())
      out_ << '\n';
    for (const Observable& observable : machine_.observables) {
      out_ << "observe " << quoted_name(observable.name) << ": "
           << exprs_.print(observable.value, kI64) << '\n';
    }
    for (const Invariant& invariant : machine_.invariants) {
      out_ << "invariant " << quoted_name(invariant.property) << ": "
           << exprs_.print(invariant.condition, kBool) << '\n';
    }
    for (const Cover& cover : machine_.covers) {
      out_ << "cover " << quoted_name(cover.name) << ' ' << quoted_string(cover.sentence) << ": "
           << exprs_.print(cover.condition, kBool) << '\n';
    }
    for (const Atom& atom : machine_.atoms) {
      out_ << "atom " << quoted_name(atom.name) << ": " << exprs_.print(atom.condition, kBool)
           << '\n';
    }
  }

  const Machine& machine_;
  ExprPrinter exprs_;
  std::ostringstream out_;
};

}  // namespace

std::string print_machine(const Machine& machine) { return MachinePrinter(machine).print(); }

std::string print_expr(const Machine& machine, const Expr& expr) {
  return ExprPrinter(machine).print(expr, kI64);
}

}  // namespace headway::machine
