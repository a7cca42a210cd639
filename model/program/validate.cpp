// Walks every function once. A fault inside an expression is reported where it is found and its
// walk goes on, so that one broken conversion does not hide the next.
#include "model/program/validate.h"

#include <cstddef>

#include "model/program/print.h"

namespace headway::program {
namespace {

class Validator {
 public:
  Validator(const Program& program, std::vector<std::string>& faults)
      : program_(program), faults_(faults) {}

  void global(const Global& global) {
    where_ = global.name;
    if (!known(global.type)) return;
    for (const InitialValue& initial : global.initial) {
      const TypeId type = project(global.type, initial.projections);
      expr(*initial.value);
      if (initial.value->type != type) fault("an initial value of another type than its place");
    }
  }

  void function(const Function& function) {
    function_ = &function;
    where_ = function.name;
    if (!known(function.type)) return;
    const auto* type = std::get_if<FunctionType>(&program_.at(function.type).shape);
    if (type == nullptr) return fault("its type is no function type");
    if (function.blocks.empty()) return;
    if (function.parameter_count != type->parameters.size())
      fault("parameter_count differs from the type");
    if (function.locals.size() < function.parameter_count)
      return fault("fewer locals than parameters");
    for (std::size_t i = 0; i < type->parameters.size(); ++i) {
      if (function.locals[i].type != type->parameters[i])
        fault("a parameter's type differs from the function's");
    }
    for (const Variable& local : function.locals) scope(local.scope);
    for (const ScopeId around : function.scopes) scope(around);
    for (const Block& block : function.blocks) {
      scope(block.terminator.scope);
      for (const Statement& one : block.statements) {
        scope(one.scope);
        statement(one);
      }
      terminator(block.terminator, *type);
    }
  }

 private:
  void fault(const std::string& what) { faults_.push_back(where_ + ": " + what); }

  void scope(ScopeId id) {
    if (id != ScopeId{} && index_of(id) >= function_->scopes.size())
      fault("a scope that does not exist");
  }
  bool known(TypeId id) {
    if (index_of(id) < program_.types.size()) return true;
    fault("a type that does not exist");
    return false;
  }
  bool is_void(TypeId id) const { return std::holds_alternative<VoidType>(program_.at(id).shape); }
  const PointerType* pointer(TypeId id) const {
    return std::get_if<PointerType>(&program_.at(id).shape);
  }
  bool is_scalar(TypeId id) const {
    return pointer(id) != nullptr || std::holds_alternative<IntegerType>(program_.at(id).shape);
  }

  TypeId project(TypeId type, const std::vector<Projection>& projections) {
    for (const Projection& projection : projections) {
      if (const auto* index = std::get_if<ProjectIndex>(&projection)) {
        const auto* array = std::get_if<ArrayType>(&program_.at(type).shape);
        if (array == nullptr) return fault("an index into what is no array"), type;
        expr(*index->index);
        if (!std::holds_alternative<IntegerType>(program_.at(index->index->type).shape))
          fault("an index that is no integer");
        type = array->element;
      } else {
        const auto* record = std::get_if<RecordType>(&program_.at(type).shape);
        const std::uint32_t field = std::get<ProjectField>(projection).field;
        if (record == nullptr || field >= record->fields.size())
          return fault("a field that does not exist"), type;
        type = record->fields[field].type;
      }
    }
    return type;
  }

  void place(const Place& place) {
    TypeId type = place.type;
    if (const auto* local = std::get_if<LocalId>(&place.base)) {
      if (index_of(*local) >= function_->locals.size()) return fault("a local that does not exist");
      type = function_->locals[index_of(*local)].type;
    } else if (const auto* global = std::get_if<GlobalId>(&place.base)) {
      if (index_of(*global) >= program_.globals.size())
        return fault("a global that does not exist");
      type = program_.at(*global).type;
    } else {
      const Expr& target = *std::get<Deref>(place.base).pointer;
      expr(target);
      if (pointer(target.type) == nullptr) return fault("a dereference of what is no pointer");
      type = pointer(target.type)->pointee;
    }
    const std::size_t before = faults_.size();
    if (project(type, place.projections) == place.type) return;
    if (faults_.size() == before) fault(text(place).append(" is not of its stated type"));
  }

  void expr(const Expr& expr) {
    if (!known(expr.type)) return;
    std::visit([&](const auto& node) { check(node, expr); }, expr.node);
  }

  void check(const IntLiteral&, const Expr& expr) {
    if (!is_scalar(expr.type)) fault("a literal that is no scalar");
  }
  void check(const StringLiteral&, const Expr& expr) {
    if (pointer(expr.type) == nullptr) fault("a string that is no pointer");
  }
  void check(const LoadPlace& node, const Expr& expr) {
    place(node.place);
    if (node.place.type != expr.type) fault("a load of another type than its place");
  }
  void check(const AddressOf& node, const Expr& expr) {
    place(node.place);
    if (pointer(expr.type) == nullptr || pointer(expr.type)->pointee != node.place.type) {
      fault("an address whose type is no pointer to its place");
    }
  }
  void check(const FunctionAddress& node, const Expr& expr) {
    if (index_of(node.function) >= program_.functions.size())
      return fault("a function that does not exist");
    if (pointer(expr.type) == nullptr) fault("a function's address that is no pointer");
  }
  void check(const Unary& node, const Expr& expr) {
    this->expr(*node.operand);
    if (node.op != UnaryOp::logical_not && node.operand->type != expr.type)
      fault("a unary operator that changes type");
  }
  void check(const Binary& node, const Expr& expr) {
    this->expr(*node.left);
    this->expr(*node.right);
    const bool shift = node.op == BinaryOp::shl || node.op == BinaryOp::shr;
    const bool logical = node.op == BinaryOp::logical_and || node.op == BinaryOp::logical_or;
    if (!shift && !logical && node.left->type != node.right->type) {
      fault("operands of two types in " + text(expr));
    }
    const bool yields_int = node.op >= BinaryOp::lt;
    if (!yields_int && node.left->type != expr.type)
      fault(text(expr).append(" is not of its operands' type"));
  }
  void check(const Conditional& node, const Expr& expr) {
    this->expr(*node.condition);
    this->expr(*node.then);
    this->expr(*node.otherwise);
    if (node.then->type != expr.type || node.otherwise->type != expr.type)
      fault("an arm of '?:' of another type");
  }
  void check(const Convert& node, const Expr& expr) {
    this->expr(*node.operand);
    if (!is_scalar(node.operand->type) || !is_scalar(expr.type))
      fault("a conversion of what is no scalar");
  }
  void check(const PointerAdd& node, const Expr& expr) {
    this->expr(*node.pointer);
    this->expr(*node.index);
    if (pointer(expr.type) == nullptr || node.pointer->type != expr.type)
      fault("a pointer sum of another type");
    const auto* index = std::get_if<IntegerType>(&program_.at(node.index->type).shape);
    if (index == nullptr || index->bits != 64) fault("a pointer sum whose index has not 64 bits");
  }
  void check(const PointerDifference& node, const Expr&) {
    this->expr(*node.left);
    this->expr(*node.right);
    if (pointer(node.left->type) == nullptr || node.left->type != node.right->type) {
      fault("a difference of two kinds of pointer");
    }
  }

  void statement(const Statement& statement) {
    if (const auto* declare = std::get_if<Declare>(&statement.action)) {
      if (index_of(declare->local) >= function_->locals.size()) fault("a declaration of no local");
    } else if (const auto* assign = std::get_if<Assign>(&statement.action)) {
      place(assign->target);
      expr(*assign->value);
      if (assign->target.type != assign->value->type) {
        fault(text(assign->target)
                  .append(" = ")
                  .append(text(*assign->value))
                  .append(" assigns another type"));
      }
    } else {
      call(std::get<Call>(statement.action));
    }
  }

  void call(const Call& call) {
    for (const ExprPtr& argument : call.arguments) expr(*argument);
    if (call.result) place(*call.result);
    TypeId callee{};
    if (const auto* direct = std::get_if<FunctionId>(&call.callee)) {
      if (index_of(*direct) >= program_.functions.size()) return fault("a call of no function");
      callee = program_.at(*direct).type;
    } else {
      const Expr& target = *std::get<ExprPtr>(call.callee);
      expr(target);
      if (pointer(target.type) == nullptr) return fault("a call through what is no pointer");
      callee = pointer(target.type)->pointee;
    }
    const auto* type = std::get_if<FunctionType>(&program_.at(callee).shape);
    if (type == nullptr) return fault("a call of what is no function");
    if (call.result && call.result->type != type->result)
      fault("a call whose result has another type");
    if (call.arguments.size() < type->parameters.size() ||
        (call.arguments.size() > type->parameters.size() && !type->variadic)) {
      return fault("a call with the wrong number of arguments");
    }
    for (std::size_t i = 0; i < type->parameters.size(); ++i) {
      if (call.arguments[i]->type != type->parameters[i])
        fault("an argument of another type than its parameter");
    }
  }

  void target(BlockId id) {
    if (index_of(id) >= function_->blocks.size()) fault("a jump to no block");
  }

  void terminator(const Terminator& terminator, const FunctionType& type) {
    if (const auto* jump = std::get_if<Jump>(&terminator.action)) {
      target(jump->target);
    } else if (const auto* branch = std::get_if<Branch>(&terminator.action)) {
      expr(*branch->condition);
      if (!is_scalar(branch->condition->type)) fault("a branch on what is no scalar");
      target(branch->then);
      target(branch->otherwise);
    } else if (const auto* choice = std::get_if<Switch>(&terminator.action)) {
      expr(*choice->value);
      for (const SwitchCase& one : choice->cases) target(one.target);
      target(choice->otherwise);
    } else if (const auto* leave = std::get_if<Return>(&terminator.action)) {
      if ((leave->value == nullptr) != is_void(type.result))
        return fault("a return with and without a value");
      if (leave->value == nullptr) return;
      expr(*leave->value);
      if (leave->value->type != type.result) fault("a return of another type");
    }
  }

  std::string text(const Expr& expr) const { return to_text(program_, current(), expr); }
  std::string text(const Place& place) const { return to_text(program_, current(), place); }
  const Function& current() const {
    static const Function kNone;
    return function_ != nullptr ? *function_ : kNone;
  }

  const Program& program_;
  std::vector<std::string>& faults_;
  const Function* function_ = nullptr;
  std::string where_;
};

}  // namespace

std::vector<std::string> validate(const Program& program) {
  std::vector<std::string> faults;
  for (const Global& global : program.globals) Validator(program, faults).global(global);
  for (const Function& function : program.functions) Validator(program, faults).function(function);
  return faults;
}

}  // namespace headway::program
