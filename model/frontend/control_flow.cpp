// The graph under construction: blocks, the statement that comes next, temporaries, and the
// clean-up at the end.
#include "model/frontend/body.h"

namespace headway::frontend {

void Body::translate(program::Function& function) {
  note_taken_addresses(declaration_->getBody());
  check_sequencing();
  std::size_t open = 0;
  note_labels(declaration_->getBody(), open);
  for (const clang::ParmVarDecl* parameter : declaration_->parameters()) {
    const program::LocalId id =
        new_local({parameter->getNameAsString(),
                   unit_.types().of(parameter->getType(), parameter->getLocation()),
                   annotations_of(parameter, unit_.context(), unit_.spans()),
                   unit_.spans().at(parameter->getLocation())});
    variables_[parameter] = id;
    if (taken_.count(parameter) != 0) exposed_.insert(id);
  }
  enter(new_block());
  begin_contracts();
  const auto* body = llvm::cast<clang::CompoundStmt>(declaration_->getBody());
  compound(body);
  const source::Span closing = unit_.spans().at(body->getRBracLoc());
  if (declaration_->getReturnType()->isVoidType()) {
    leave(nullptr, closing);
  } else {
    end(program::Unreachable{}, closing);
  }
  finish(function);
}

program::BlockId Body::new_block(std::string label) {
  program::Block block;
  block.label = std::move(label);
  block.terminator.action = program::Unreachable{};
  blocks_.push_back(std::move(block));
  return program::BlockId{static_cast<std::uint32_t>(blocks_.size() - 1)};
}

void Body::enter(program::BlockId block) {
  current_ = block;
  order_.push_back(block);
}

void Body::emit(decltype(program::Statement::action) action, const source::Span& span) {
  blocks_[program::index_of(current_)].statements.push_back(
      {std::move(action), span, open_scopes_.back().id});
}

void Body::end(decltype(program::Terminator::action) action, const source::Span& span) {
  blocks_[program::index_of(current_)].terminator = {std::move(action), span,
                                                     open_scopes_.back().id};
  enter(new_block());
}

program::LocalId Body::new_local(program::Variable variable) {
  locals_.push_back(std::move(variable));
  is_temporary_.push_back(false);
  return program::LocalId{static_cast<std::uint32_t>(locals_.size() - 1)};
}

program::Place Body::temporary(program::TypeId type, const source::Span& span) {
  const program::LocalId id = new_local({"%" + std::to_string(temporaries_++), type, {}, span});
  is_temporary_.back() = true;
  return {id, {}, type, span};
}

program::ExprPtr Body::load(const program::Place& place) {
  check_not_user(place);
  return make_expr(program::LoadPlace{place}, place.type, place.span);
}

void Body::assign(const program::Place& target, program::ExprPtr value, const source::Span& span) {
  check_not_user(target);
  program::ExprPtr converted = unit_.convert(std::move(value), target.type);
  if (std::holds_alternative<program::RecordType>(unit_.output().at(target.type).shape)) {
    // Records are copied member by member: neither place may hang on a member just stored.
    emit(program::Assign{settle(target, Against::others), settled_record(std::move(converted))},
         span);
    return;
  }
  emit(program::Assign{target, std::move(converted)}, span);
}

program::ExprPtr Body::settled_record(program::ExprPtr record) {
  const auto* from = std::get_if<program::LoadPlace>(&record->node);
  return from == nullptr ? record : load(settle(from->place, Against::others));
}

void Body::note_taken_addresses(const clang::Stmt* statement) {
  if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(statement);
      unary != nullptr && unary->getOpcode() == clang::UO_AddrOf) {
    if (const auto* name =
            llvm::dyn_cast<clang::DeclRefExpr>(unary->getSubExpr()->IgnoreParens())) {
      if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl()))
        taken_.insert(variable);
    }
  }
  for (const clang::Stmt* child : statement->children()) {
    if (child != nullptr) note_taken_addresses(child);
  }
}

bool Body::settled(const program::Place& place, Against against) const {
  for (const program::Projection& projection : place.projections) {
    const auto* index = std::get_if<program::ProjectIndex>(&projection);
    if (index != nullptr && !settled(*index->index, against)) return false;
  }
  const auto* deref = std::get_if<program::Deref>(&place.base);
  return deref == nullptr || settled(*deref->pointer, against);
}

bool Body::settled(const program::Expr& expr, Against against) const {
  if (std::holds_alternative<program::IntLiteral>(expr.node)) return true;
  if (std::holds_alternative<program::StringLiteral>(expr.node)) return true;
  if (std::holds_alternative<program::FunctionAddress>(expr.node)) return true;
  if (const auto* convert = std::get_if<program::Convert>(&expr.node))
    return settled(*convert->operand, against);
  if (const auto* address = std::get_if<program::AddressOf>(&expr.node))
    return settled(address->place, against);
  if (const auto* load = std::get_if<program::LoadPlace>(&expr.node)) {
    const auto* local = std::get_if<program::LocalId>(&load->place.base);
    if (local == nullptr || !load->place.projections.empty()) return false;
    if (is_temporary_[program::index_of(*local)]) return true;
    return against == Against::others && exposed_.count(*local) == 0;
  }
  if (against == Against::siblings) return false;
  if (const auto* unary = std::get_if<program::Unary>(&expr.node))
    return settled(*unary->operand, against);
  if (const auto* binary = std::get_if<program::Binary>(&expr.node)) {
    return settled(*binary->left, against) && settled(*binary->right, against);
  }
  if (const auto* sum = std::get_if<program::PointerAdd>(&expr.node)) {
    return settled(*sum->pointer, against) && settled(*sum->index, against);
  }
  return false;
}

program::ExprPtr Body::settle(program::ExprPtr value, Against against) {
  if (settled(*value, against)) return value;
  const program::Place parked = temporary(value->type, value->span);
  assign(parked, value, value->span);
  return load(parked);
}

program::Place Body::settle(program::Place place, Against against) {
  if (auto* deref = std::get_if<program::Deref>(&place.base))
    deref->pointer = settle(deref->pointer, against);
  for (program::Projection& projection : place.projections) {
    if (auto* index = std::get_if<program::ProjectIndex>(&projection))
      index->index = settle(index->index, against);
  }
  return place;
}

namespace {

template <typename Visit>
void for_each_target(decltype(program::Terminator::action)& action, Visit&& visit) {
  if (auto* jump = std::get_if<program::Jump>(&action)) {
    visit(jump->target);
  } else if (auto* branch = std::get_if<program::Branch>(&action)) {
    visit(branch->then);
    visit(branch->otherwise);
  } else if (auto* choice = std::get_if<program::Switch>(&action)) {
    for (program::SwitchCase& one : choice->cases) visit(one.target);
    visit(choice->otherwise);
  }
}

}  // namespace

void Body::finish(program::Function& function) {
  std::vector<bool> reached(blocks_.size(), false);
  std::vector<program::BlockId> open{program::BlockId{0}};
  reached[0] = true;
  while (!open.empty()) {
    program::Block& block = blocks_[program::index_of(open.back())];
    open.pop_back();
    for_each_target(block.terminator.action, [&](program::BlockId target) {
      if (reached[program::index_of(target)]) return;
      reached[program::index_of(target)] = true;
      open.push_back(target);
    });
  }
  std::map<program::BlockId, program::BlockId> numbers;
  for (const program::BlockId id : order_) {
    if (reached[program::index_of(id)])
      numbers.emplace(id, program::BlockId{static_cast<std::uint32_t>(numbers.size())});
  }
  function.blocks.resize(numbers.size());
  for (const auto& [from, to] : numbers) {
    program::Block& block = blocks_[program::index_of(from)];
    for_each_target(block.terminator.action,
                    [&](program::BlockId& target) { target = numbers.at(target); });
    function.blocks[program::index_of(to)] = std::move(block);
  }
  function.locals = std::move(locals_);
  function.scopes = std::move(scopes_);
}

}  // namespace headway::frontend
