// One function on its way to a control-flow graph. Internal: Clang's types end in this room.
//
// An expression of C is looked at twice: `emits` asks whether it has side effects; `rvalue`,
// `place`, `discard` and `branch_on` turn it into a pure program::Expr and put the effects as
// statements into the current block. A value computed before a sibling's effects is parked in a
// temporary (`settle`): that makes evaluation left to right. The target of an assignment is read
// and written after its right side.
//
//   T1  Exactly one block is current; `end` closes it and makes a fresh one, unreachable until a
//   label enters it. T2  A temporary `%N` is assigned before every use and never changes between
//   assignment and use. T3  Dead blocks are dropped and the others numbered in the order of the
//   source, block 0 first.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/frontend/unit.h"

namespace headway::frontend {

class Body {
 public:
  Body(Unit& unit, const clang::FunctionDecl* declaration)
      : unit_(unit), declaration_(declaration) {}
  // Fills locals and blocks; the rest of `function` stands already.
  void translate(program::Function& function);

 private:
  // control_flow.cpp: blocks and statements as they come.
  program::BlockId new_block(std::string label = "");
  void enter(program::BlockId block);
  void emit(decltype(program::Statement::action) action, const source::Span& span);
  void end(decltype(program::Terminator::action) action, const source::Span& span);
  void jump(program::BlockId target, const source::Span& span) { end(program::Jump{target}, span); }
  void finish(program::Function& function);
  program::LocalId new_local(program::Variable variable);
  program::Place temporary(program::TypeId type, const source::Span& span);
  program::ExprPtr load(const program::Place& place);
  void assign(const program::Place& target, program::ExprPtr value, const source::Span& span);
  // Against what a value or a place is protected: whatever a sibling expression may do, or only
  // other agents while one statement reads and writes the same place. The latter leaves locals
  // alone whose address nobody takes.
  enum class Against { siblings, others };
  program::ExprPtr settle(program::ExprPtr value, Against against = Against::siblings);
  program::Place settle(program::Place place, Against against = Against::siblings);
  program::ExprPtr settled_record(program::ExprPtr record);
  [[nodiscard]] bool settled(const program::Expr& expr, Against against) const;
  [[nodiscard]] bool settled(const program::Place& place, Against against) const;
  void note_taken_addresses(const clang::Stmt* statement);

  // scopes.cpp: blocks of C, and what is cleaned up where one is left.
  void open_scope();
  void close_scope(const source::Span& span);
  void clean_up(std::size_t keep, const source::Span& span);
  void note_labels(const clang::Stmt* statement, std::size_t& open);
  void jump_to_label(const clang::GotoStmt* leave, const source::Span& span);

  // statements.cpp
  void statement(const clang::Stmt* statement);
  void compound(const clang::CompoundStmt* block);
  void declarations(const clang::DeclStmt* declarations);
  void variable(const clang::VarDecl* variable);
  void if_statement(const clang::IfStmt* choice);
  void loop_body(const clang::Stmt* body, program::BlockId on_break, program::BlockId on_continue);
  void loop_condition(const clang::Expr* condition, program::BlockId body, program::BlockId after);
  void while_loop(const clang::WhileStmt* loop);
  void do_loop(const clang::DoStmt* loop);
  void for_loop(const clang::ForStmt* loop);
  void return_statement(const clang::ReturnStmt* leave);
  // jumps.cpp
  void switch_statement(const clang::SwitchStmt* choice);
  void case_label(const clang::SwitchCase* label);
  void label(const clang::LabelStmt* label);
  // Where a break or a continue leads to, and how much of `cleanups_` stays open there. None while
  // a loop's own header is translated.
  struct Exit {
    program::BlockId block{};
    std::size_t cleanups = 0;
  };
  void leave_loop(const std::vector<std::optional<Exit>>& targets, const source::Span& span);
  void jump_statement(const clang::Stmt* statement);
  program::BlockId label_block(const clang::LabelDecl* label);

  // purity.cpp
  bool emits(const clang::Stmt* statement);
  bool call_emits(const clang::CallExpr* call);
  bool children_emit(const clang::Stmt* statement);
  // The value of an integer constant expression, which in C mentions no variable.
  std::optional<bool> constant_truth(const clang::Expr* condition);

  // conditions.cpp
  void branch_on(const clang::Expr* condition, program::BlockId then, program::BlockId otherwise);
  bool branch_on_logical(const clang::Expr* condition, program::BlockId then,
                         program::BlockId otherwise);
  program::ExprPtr logical(const clang::BinaryOperator* expr);
  program::ExprPtr conditional(const clang::AbstractConditionalOperator* expr);
  void discard_conditional(const clang::AbstractConditionalOperator* expr);
  void discard_logical(const clang::BinaryOperator* expr);
  void remember_common(const clang::AbstractConditionalOperator* expr);

  // expressions.cpp
  program::ExprPtr rvalue(const clang::Expr* expr);
  program::ExprPtr rvalue_kind(const clang::Expr* expr);
  program::ExprPtr measured(const clang::Expr* expr);
  [[noreturn]] void refuse_expression(const clang::Expr* expr);
  program::ExprPtr unary(const clang::UnaryOperator* expr);
  program::ExprPtr binary(const clang::BinaryOperator* expr);
  program::ExprPtr arithmetic(clang::BinaryOperatorKind op, program::ExprPtr left,
                              program::ExprPtr right, program::TypeId type,
                              const source::Span& span);
  program::ExprPtr pointer_add(program::ExprPtr pointer, program::ExprPtr index, bool subtract,
                               const source::Span& span);
  program::ExprPtr statement_expression(const clang::StmtExpr* expr, bool used);
  program::ExprPtr address_of(program::Place place, program::TypeId type, const source::Span& span);
  // casts.cpp
  program::ExprPtr cast(const clang::CastExpr* expr);
  program::ExprPtr function_decay(const clang::Expr* function, program::TypeId type);
  program::ExprPtr decay(const clang::Expr* array, program::TypeId type);
  // side_effects.cpp
  void discard(const clang::Expr* expr);
  program::ExprPtr assignment(const clang::BinaryOperator* expr, bool used);
  program::ExprPtr compound_assignment(const clang::CompoundAssignOperator* expr, bool used);
  program::ExprPtr increment(const clang::UnaryOperator* expr, bool used);
  void assign_into(const program::Place& target, const clang::Expr* value,
                   const source::Span& span);
  program::ExprPtr store(const program::Place& target, program::ExprPtr value, bool used,
                         const source::Span& span);
  [[nodiscard]] bool is_bit_field(const program::Place& place) const;
  // calls.cpp
  program::ExprPtr call(const clang::CallExpr* expr, std::optional<program::Place> result,
                        bool used);
  // conditions_of_waits.cpp
  void check_pure_arguments(const clang::CallExpr* expr);
  bool is_pure_call(const clang::CallExpr* call);
  bool is_pure_return(llvm::ArrayRef<const clang::Stmt*> statements);
  program::ExprPtr pure_call(const clang::CallExpr* call);
  program::ExprPtr pure_return(llvm::ArrayRef<const clang::Stmt*> statements, program::TypeId type);
  static llvm::SmallVector<const clang::Stmt*, 8> statements_of(const clang::CompoundStmt* block);
  // contracts.cpp
  void begin_contracts();
  void leave(program::ExprPtr value, const source::Span& span);
  program::ExprPtr lock_address(const clang::Expr* lock);
  const clang::FunctionDecl* primitive(const char* name, const source::Span& span);
  void check_contract(const program::ExprPtr& lock, bool held, const std::string& message,
                      const source::Span& span);
  // builtins.cpp
  bool is_builtin(const clang::CallExpr* expr) const;
  program::ExprPtr builtin(const clang::CallExpr* expr, bool used);
  program::ExprPtr memory(const clang::CallExpr* expr);
  std::optional<program::Place> whole_object(const clang::Expr* pointer, const clang::Expr* size);
  program::ExprPtr object_size(const clang::CallExpr* expr);
  program::ExprPtr checked_arithmetic(const clang::CallExpr* expr, program::BinaryOp op);
  program::ExprPtr overflows(program::BinaryOp op, const program::ExprPtr& left,
                             const program::ExprPtr& right, const program::ExprPtr& result,
                             const source::Span& span);

  // bit_builtins.cpp
  program::ExprPtr bit_builtin(const clang::CallExpr* expr);
  program::ExprPtr bits(program::BinaryOp op, program::ExprPtr left, std::uint64_t right);
  program::ExprPtr both(program::BinaryOp op, program::ExprPtr left, program::ExprPtr right);
  program::ExprPtr count_ones(program::ExprPtr value, unsigned width);
  program::ExprPtr swap_bytes(const program::ExprPtr& value, unsigned width);
  void check_not_zero(const program::ExprPtr& value, const std::string& name);

  // sequencing.cpp
  void check_sequencing();

  // places.cpp
  program::Place place(const clang::Expr* expr);
  program::Place variable_place(const clang::VarDecl* variable, const source::Span& span);
  program::Place member(const clang::MemberExpr* expr);
  program::Place element(const clang::ArraySubscriptExpr* expr);
  program::Place pointed_to(program::ExprPtr pointer, const source::Span& span);
  [[nodiscard]] bool is_user(const program::Place& place) const;
  void check_not_user(const program::Place& place) const;
  program::ExprPtr user_address(const program::Place& place, program::TypeId type,
                                const source::Span& span);
  program::Place literal_place(const clang::CompoundLiteralExpr* expr);
  program::Place record_value(const clang::Expr* expr);
  program::Place field_of(program::Place record, std::uint32_t field, const source::Span& span);
  program::Place element_of(program::Place array, program::ExprPtr index, const source::Span& span);

  // initializers.cpp
  void initialize(const program::Place& target, const clang::Expr* value);
  void initialize_list(const program::Place& target, const clang::InitListExpr* list);
  void initialize_record(const program::Place& target, const clang::InitListExpr* list);
  void initialize_array(const program::Place& target, const clang::InitListExpr* list);
  void initialize_string(const program::Place& target, const clang::StringLiteral* text);
  void zero(const program::Place& target, const source::Span& span);

  const program::Type& type_at(program::TypeId id) { return unit_.output().at(id); }

  struct OpenSwitch {
    std::vector<program::SwitchCase> cases;
    std::optional<program::BlockId> otherwise;
    clang::QualType type;
  };

  // What a contract asks where the function returns.
  struct Contract {
    program::ExprPtr lock;  // its address
    bool held_after = false;
    std::string message;
  };

  Unit& unit_;
  const clang::FunctionDecl* declaration_;
  std::vector<Contract> contracts_;
  std::vector<program::Variable> locals_;
  std::vector<bool> is_temporary_;      // by local: a parked value (T2), not a compound literal
  std::set<program::LocalId> exposed_;  // locals whose address is taken
  std::set<const clang::VarDecl*> taken_;
  std::vector<program::Block> blocks_;
  std::vector<program::BlockId> order_;  // as entered
  program::BlockId current_{};
  std::map<const clang::VarDecl*, program::LocalId> variables_;
  std::map<const clang::LabelDecl*, program::BlockId> labels_;
  std::map<const clang::OpaqueValueExpr*, program::ExprPtr> opaque_;
  std::map<const clang::Stmt*, bool> emits_;
  bool in_condition_ = false;                                // of a wait
  std::map<const clang::VarDecl*, program::ExprPtr> bound_;  // what a call in it is given
  std::set<const clang::FunctionDecl*> being_judged_;
  std::vector<std::optional<Exit>> break_targets_;
  std::vector<std::optional<Exit>> continue_targets_;
  std::set<program::BlockId> atomic_steps_;  // where a `continue` would end an hw_atomic
  std::vector<OpenSwitch> switches_;
  struct Cleanup {
    program::LocalId local;
    const clang::FunctionDecl* function;
  };
  struct OpenScope {
    program::ScopeId id{};
    std::size_t cleanups = 0;  // open where it begins
  };
  std::vector<Cleanup> cleanups_;  // of all open scopes, in the order of declaration
  std::vector<OpenScope> open_scopes_{OpenScope{}};
  std::vector<program::ScopeId> scopes_{program::ScopeId{}};
  std::map<const clang::LabelDecl*, std::size_t> open_at_label_;  // cleanups
  int temporaries_ = 0;
  std::uint64_t initialized_ = 0;  // scalars that initialisers of this function spell out
};

}  // namespace headway::frontend
