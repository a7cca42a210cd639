// Prints a program in C-like syntax. Operators are fully parenthesised below the top level, so that
// a reader never has to think about precedence; conversions show as casts, since they are what I2
// of program.h promises to spell out. Locals print by name; where a name occurs twice in a
// function, the later one carries its number (`x.3`).
#include "model/program/print.h"

#include <cstddef>
#include <map>
#include <sstream>

namespace headway::program {
namespace {

template <typename... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <typename... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

const char* spelling(BinaryOp op) {
  static constexpr const char* kSpellings[] = {"+",  "-", "*",  "/", "%",  "&",  "|",  "^",  "<<",
                                               ">>", "<", "<=", ">", ">=", "==", "!=", "&&", "||"};
  return kSpellings[static_cast<std::size_t>(op)];
}

const char* spelling(UnaryOp op) {
  static constexpr const char* kSpellings[] = {"-", "~", "!"};
  return kSpellings[static_cast<std::size_t>(op)];
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '\n') {
      result += "\\n";
    } else if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string to_text(const std::vector<Annotation>& annotations) {
  std::ostringstream out;
  for (const Annotation& annotation : annotations) {
    out << " @" << annotation.name;
    const char* separator = "(";
    for (const auto& argument : annotation.arguments) {
      out << separator;
      if (const auto* number = std::get_if<std::int64_t>(&argument)) {
        out << *number;
      } else {
        out << quoted(std::get<std::string>(argument));
      }
      separator = ", ";
    }
    if (!annotation.arguments.empty()) out << ")";
  }
  return out.str();
}

class Printer {
 public:
  Printer(const Program& program, const Function& function)
      : program_(program), function_(function) {}

  [[nodiscard]] std::string local(LocalId id) const {
    const std::string& name = function_.locals[index_of(id)].name;
    for (std::uint32_t earlier = 0; earlier < index_of(id); ++earlier) {
      if (function_.locals[earlier].name == name) return name + "." + std::to_string(index_of(id));
    }
    return name;
  }

  [[nodiscard]] std::string place(const Place& place) const {
    TypeId type{};
    std::string text = base(place, type);
    for (std::size_t i = 0; i < place.projections.size(); ++i) {
      if (const auto* index = std::get_if<ProjectIndex>(&place.projections[i])) {
        text += "[" + expr(*index->index) + "]";
        type = std::get<ArrayType>(program_.at(type).shape).element;
        continue;
      }
      const auto& record = std::get<RecordType>(program_.at(type).shape);
      const Field& field = record.fields[std::get<ProjectField>(place.projections[i]).field];
      const bool through_pointer = i == 0 && std::holds_alternative<Deref>(place.base);
      if (through_pointer) text = operand(*std::get<Deref>(place.base).pointer);
      text += (through_pointer ? "->" : ".") + (field.name.empty() ? "<anonymous>" : field.name);
      type = field.type;
    }
    return text;
  }

  [[nodiscard]] std::string expr(const Expr& expr) const {
    return std::visit([&](const auto& node) { return text(node, expr.type); }, expr.node);
  }

  // As part of a larger expression: in parentheses unless it can't be misread.
  [[nodiscard]] std::string operand(const Expr& operand) const {
    const bool compound = std::holds_alternative<Binary>(operand.node) ||
                          std::holds_alternative<Conditional>(operand.node) ||
                          std::holds_alternative<PointerAdd>(operand.node) ||
                          std::holds_alternative<PointerDifference>(operand.node) ||
                          std::holds_alternative<Convert>(operand.node);
    return compound ? "(" + expr(operand) + ")" : expr(operand);
  }

  [[nodiscard]] std::string statement(const Statement& statement) const {
    return std::visit(Overloaded{
                          [&](const Declare& declare) {
                            const Variable& variable = function_.locals[index_of(declare.local)];
                            return "declare " + program_.at(variable.type).spelling + " " +
                                   local(declare.local) + to_text(variable.annotations);
                          },
                          [&](const Assign& assign) {
                            return place(assign.target) + " = " + expr(*assign.value);
                          },
                          [&](const Call& call) { return this->call(call); },
                      },
                      statement.action) +
           ";";
  }

  [[nodiscard]] std::string terminator(const Terminator& terminator) const {
    return std::visit(
        Overloaded{
            [&](const Jump& jump) { return "goto " + block(jump.target) + ";"; },
            [&](const Branch& branch) {
              return "if (" + expr(*branch.condition) + ") goto " + block(branch.then) +
                     "; else goto " + block(branch.otherwise) + ";";
            },
            [&](const Switch& choice) { return this->choice(choice); },
            [&](const Return& leave) {
              return leave.value ? "return " + expr(*leave.value) + ";" : std::string("return;");
            },
            [&](const Unreachable&) { return std::string("unreachable;"); },
        },
        terminator.action);
  }

  [[nodiscard]] static std::string block(BlockId id) { return "b" + std::to_string(index_of(id)); }

 private:
  std::string base(const Place& place, TypeId& type) const {
    return std::visit(
        Overloaded{
            [&](LocalId id) {
              type = function_.locals[index_of(id)].type;
              return local(id);
            },
            [&](GlobalId id) {
              type = program_.at(id).type;
              return program_.at(id).name;
            },
            [&](const Deref& deref) {
              type = std::get<PointerType>(program_.at(deref.pointer->type).shape).pointee;
              const std::string text = "*" + operand(*deref.pointer);
              return place.projections.empty() ? text : "(" + text + ")";
            },
        },
        place.base);
  }

  std::string call(const Call& call) const {
    std::string text = call.result ? place(*call.result) + " = " : "";
    if (const auto* direct = std::get_if<FunctionId>(&call.callee)) {
      text += program_.at(*direct).name;
    } else {
      text += "(*" + operand(*std::get<ExprPtr>(call.callee)) + ")";
    }
    text += "(";
    for (std::size_t i = 0; i < call.arguments.size(); ++i)
      text += (i ? ", " : "") + expr(*call.arguments[i]);
    return text + ")";
  }

  std::string choice(const Switch& choice) const {
    std::string text = "switch (" + expr(*choice.value) + ") {";
    for (const SwitchCase& one : choice.cases) {
      text += " case " + this->text(IntLiteral{one.low}, choice.value->type);
      if (one.high != one.low)
        text += " ... " + this->text(IntLiteral{one.high}, choice.value->type);
      text += ": goto " + block(one.target) + ";";
    }
    return text + " default: goto " + block(choice.otherwise) + "; }";
  }

  std::string text(const IntLiteral& node, TypeId type) const {
    if (const auto* integer = std::get_if<IntegerType>(&program_.at(type).shape)) {
      const bool wide = integer->bits == 64 && !integer->is_signed;
      return wide ? std::to_string(static_cast<std::uint64_t>(node.value))
                  : std::to_string(node.value);
    }
    return node.value == 0 ? "NULL"
                           : "(" + program_.at(type).spelling + ")" + std::to_string(node.value);
  }
  std::string text(const StringLiteral& node, TypeId) const { return quoted(node.text); }
  std::string text(const LoadPlace& node, TypeId) const { return place(node.place); }
  std::string text(const AddressOf& node, TypeId) const { return "&" + place(node.place); }
  std::string text(const FunctionAddress& node, TypeId) const {
    return "&" + program_.at(node.function).name;
  }
  std::string text(const Unary& node, TypeId) const {
    return spelling(node.op) + operand(*node.operand);
  }
  std::string text(const Binary& node, TypeId) const {
    return operand(*node.left) + " " + spelling(node.op) + " " + operand(*node.right);
  }
  std::string text(const Conditional& node, TypeId) const {
    return operand(*node.condition) + " ? " + operand(*node.then) + " : " +
           operand(*node.otherwise);
  }
  std::string text(const Convert& node, TypeId type) const {
    return "(" + program_.at(type).spelling + ")" + operand(*node.operand);
  }
  std::string text(const PointerAdd& node, TypeId) const {
    return operand(*node.pointer) + " + " + operand(*node.index);
  }
  std::string text(const PointerDifference& node, TypeId) const {
    return operand(*node.left) + " - " + operand(*node.right);
  }

  const Program& program_;
  const Function& function_;
};

std::string line_of(const source::Span& span) {
  return span.known() ? std::to_string(span.line) : std::string("-");
}

void print_record(std::ostream& out, const Program& program, const Type& type) {
  const auto& record = std::get<RecordType>(type.shape);
  out << type.spelling << (record.complete ? " {" : ";") << "\n";
  if (!record.complete) return;
  for (const Field& field : record.fields) {
    out << "  " << field.offset;
    if (field.bits) out << "." << int{field.bits->first};
    out << ": " << program.at(field.type).spelling << " "
        << (field.name.empty() ? "<anonymous>" : field.name);
    if (field.bits) out << ":" << int{field.bits->second};
    out << to_text(field.annotations) << ";\n";
  }
  out << "}  // " << type.size << " bytes\n";
}

void print_global(std::ostream& out, const Program& program, const Global& global) {
  out << (global.is_extern ? "extern " : "") << (global.is_const ? "const " : "")
      << program.at(global.type).spelling << " " << global.name << to_text(global.annotations)
      << ";\n";
  static const Function kNoFunction;
  const Printer printer(program, kNoFunction);
  for (const InitialValue& initial : global.initial) {
    // The global's own id is not at hand here, so the path is printed by hand from its type on.
    std::string path = global.name;
    TypeId type = global.type;
    for (const Projection& projection : initial.projections) {
      if (const auto* index = std::get_if<ProjectIndex>(&projection)) {
        path += "[" + printer.expr(*index->index) + "]";
        type = std::get<ArrayType>(program.at(type).shape).element;
      } else {
        const auto& record = std::get<RecordType>(program.at(type).shape);
        const Field& field = record.fields[std::get<ProjectField>(projection).field];
        path += "." + (field.name.empty() ? std::string("<anonymous>") : field.name);
        type = field.type;
      }
    }
    out << "  " << path << " = " << printer.expr(*initial.value) << ";\n";
  }
}

void print_function(std::ostream& out, const Program& program, const Function& function) {
  const Printer printer(program, function);
  const auto& type = std::get<FunctionType>(program.at(function.type).shape);
  out << program.at(type.result).spelling << " " << function.name << "(";
  for (std::size_t i = 0; i < type.parameters.size(); ++i) {
    out << (i ? ", " : "") << program.at(type.parameters[i]).spelling;
    if (i < function.locals.size())
      out << " " << printer.local(LocalId{static_cast<std::uint32_t>(i)});
  }
  out << (type.variadic ? ", ..." : "") << ")" << to_text(function.annotations);
  if (function.blocks.empty()) {
    out << ";\n";
    return;
  }
  out << " {\n";
  for (std::uint32_t i = 0; i < function.blocks.size(); ++i) {
    const Block& block = function.blocks[i];
    out << Printer::block(BlockId{i}) << ":" << (block.label.empty() ? "" : "  // " + block.label)
        << "\n";
    for (const Statement& statement : block.statements) {
      out << "  " << line_of(statement.span) << ": " << printer.statement(statement) << "\n";
    }
    out << "  " << line_of(block.terminator.span) << ": " << printer.terminator(block.terminator)
        << "\n";
  }
  out << "}\n";
}

}  // namespace

void print(std::ostream& out, const Program& program) {
  for (const Type& type : program.types) {
    if (std::holds_alternative<RecordType>(type.shape)) print_record(out, program, type);
  }
  for (const Global& global : program.globals) print_global(out, program, global);
  for (const Function& function : program.functions) print_function(out, program, function);
}

std::string to_text(const Program& program, const Function& function, const Expr& expr) {
  return Printer(program, function).expr(expr);
}

std::string to_text(const Program& program, const Function& function, const Place& place) {
  return Printer(program, function).place(place);
}

std::string to_text(const Program& program, const Function& function) {
  std::ostringstream out;
  print_function(out, program, function);
  return out.str();
}

}  // namespace headway::program
