// One agent's function, inlined into a graph of locations and transitions. One object lowers one
// agent in one round.
//
// Code runs in one of three modes. *Outside*, every load of a shared cell becomes a transition of
// its own into a temporary, so that a transition touches shared state at most once. *Fresh* is the
// beginning of an hw_atomic before anything visible has happened: a wait may still come. In
// *atomic* every location is committed. Setup agents, adversaries and signals are atomic from their
// first transition on.
//
// A block is lowered once per mode and per set of known loop counters (only followed in fresh and
// atomic code), so that bounded loops in code that must be loop-free unroll by themselves.
//
// Uninitialised values: a cell that may hold one has a shadow bit. Copying a value copies the bit;
// using it in a branch, an address, a primitive or a store to an object that others see is
// undefined behaviour.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/lower/function_facts.h"
#include "model/lower/graph.h"
#include "model/lower/objects.h"
#include "model/lower/variables.h"
#include "model/machine/machine.h"
#include "model/program/program.h"

namespace headway::lower {

using machine::Expr;

// What all agents of one model share in one round.
struct Round {
  const program::Program& program;
  Objects& objects;
  Variables& variables;
  const std::vector<FunctionFacts>& facts;  // by function
  const std::set<std::pair<program::TypeId, std::uint32_t>>& fields_with_address;
  std::uint32_t recursion = 3;
  std::uint32_t agents = 0;
  std::vector<std::vector<bool>>* reached = nullptr;  // by function and block; never null
};

constexpr std::uint32_t kNobody = ~0U;  // an AgentPlan::number: of no agent

struct AgentPlan {
  std::string name;
  machine::AgentKind kind = machine::AgentKind::thread;
  std::vector<program::FunctionId> functions;  // several only for setup: one after the other
  std::uint32_t number = 0;
  std::int64_t index = 0;  // among the threads of one HW_THREADS
  std::optional<std::uint32_t> cpu;
  std::int32_t priority = 0;
};

// A scalar value of C. `expr` has the machine type of its C type.
struct Value {
  Expr expr;
  Expr poison = Expr::boolean(false);  // is it uninitialised?
  std::string who = {};                // what is, for the message
};

struct Term {
  std::int64_t stride = 0;
  Expr index;             // i64
  bool in_range = false;  // known to stay inside its array
};
// A place inside one object; `condition` says when the pointer leads there.
struct Alternative {
  Expr condition = Expr::boolean(true);
  RootId root{};
  std::int64_t offset = 0;
  std::vector<Term> terms;
};
struct Where {
  std::vector<Alternative> alternatives;
  bool certain = false;  // the only alternative holds without condition
  program::TypeId type{};
  Bits bits;
  std::string spelling;
};
// A scalar cell found at an alternative.
struct Found {
  CellId cell{};
  std::optional<Expr> index;  // for arrays
};

struct Activation {
  program::FunctionId function{};
  const Activation* caller = nullptr;
  std::string key;
  std::vector<source::Frame> stack;
  program::ScopeId scope{};  // where control stands now
  std::map<program::LocalId, RootId> roots;
  std::map<program::LocalId, std::int64_t>
      counters;  // parameters known to be constant, in loop-free code
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::shared_ptr<const source::Origin>>
      origins;  // by line, column
};

enum class Mode { outside, fresh, atomic };

class AgentLowering {
 public:
  AgentLowering(const Round& round, const AgentPlan& plan) : round_(round), plan_(plan) {}

  machine::Agent run();
  // The value of a pure function without parameters (HW_OBSERVE), or of one of the number of an
  // element (HW_OBSERVE_EACH). The plan's agent is of no account.
  Expr observe(program::FunctionId function, std::optional<std::int64_t> element);
  // The same of a function that is asked about the plan's agent (HW_FATAL_SIGNAL): hw_self() is its
  // number. A truth value.
  Expr observe_of_agent(program::FunctionId function);

 private:
  friend struct Primitives;

  // Everything that tells two visits of a block apart.
  struct PathState {
    Mode mode = Mode::outside;
    std::uint32_t depth = 0;  // of hw_atomic
    std::optional<program::BlockId>
        region;  // the hw_atomic of this function that we are in, by its last block
    std::map<program::LocalId, std::int64_t> counters;
    auto operator<=>(const PathState&) const = default;
  };
  using BlockKey = std::pair<program::BlockId, PathState>;
  struct Frame {
    Activation* activation = nullptr;
    std::optional<RootId> result;
    machine::LocationId continuation{};
    bool continuation_reached = false;
    bool continuation_atomic = false;
    std::uint32_t entry_depth = 0;
    std::map<BlockKey, machine::LocationId> entries;
    std::map<program::BlockId, std::uint32_t> visits;
    std::deque<BlockKey> work;
  };

  // inline.cpp: functions, blocks, calls
  void emit_body(program::FunctionId function, machine::LocationId continuation);
  void emit_frame(Frame& frame);
  void emit_block(program::BlockId block);
  void terminate(const program::Terminator& terminator);
  void branch(const program::Branch& branch, const source::Span& span);
  void choose_case(const program::Switch& choice, const source::Span& span);
  void leave(const program::Return& leave, const source::Span& span);
  void go_to(program::BlockId target, Expr guard, const source::Span& span);
  // Where `target` begins in the present state; `taken_over` says that it begins right here.
  machine::LocationId entry(program::BlockId target, const source::Span& span, bool may_take_over,
                            bool& taken_over);
  void check_region(program::BlockId target, const source::Span& span) const;
  void statement(const program::Statement& statement);
  void declare(program::LocalId local);
  void assign(const program::Assign& assign);
  void call(const program::Call& call, const source::Span& span);
  void call_function(program::FunctionId function, const program::Call& call,
                     const source::Span& span);
  void call_pointer(const Value& pointer, const program::Call& call, const source::Span& span);
  void inline_call(program::FunctionId function, const program::Call& call,
                   const source::Span& span);
  void pass_arguments(const std::vector<Value>& values, const program::Call& call,
                      Activation& callee, const source::Span& span);
  void check_recursion(program::FunctionId function, const source::Span& span) const;
  void track(program::LocalId local, const Value& value);
  [[nodiscard]] bool is_atomic_flag(program::LocalId local) const;
  Activation& activate(program::FunctionId function, std::string key,
                       std::vector<source::Frame> stack);

  // expressions.cpp
  Value eval(const program::Expr& expr);
  Value eval_unary(const program::Unary& node, const program::Expr& expr);
  Value eval_binary(const program::Binary& node, const program::Expr& expr);
  void require_defined(program::BinaryOp op, const Expr& left, const Expr& right);
  Value eval_logical(const program::Binary& node, const program::Expr& expr);
  Value eval_conditional(const program::Conditional& node);
  Value eval_address(const program::Place& place);
  std::optional<Value> known_local(const program::Place& place) const;
  Expr truth(const Value& value) const;
  Value to_type(Value value, machine::IntType type) const;
  Value as_i64(const program::Expr& expr) { return to_type(eval(expr), machine::kI64); }
  // The value, once it is known not to be uninitialised: adds the check.
  Expr used(const Value& value);
  [[nodiscard]] std::string spell(const program::Expr& expr) const;
  [[nodiscard]] std::string spell(const program::Place& place) const;
  [[nodiscard]] std::string spell_temporary(program::LocalId id) const;

  // places.cpp
  Where resolve(const program::Place& place);
  void project(const program::Place& place, program::TypeId type, Where& where,
               std::int64_t& offset, std::vector<Term>& terms, bool checked);
  void resolve_pointer(const program::Place& place, const Expr& pointer, program::TypeId pointee,
                       std::int64_t offset, const std::vector<Term>& terms, Where& where);
  [[nodiscard]] std::optional<std::string> ended_with(RootId id) const;
  std::vector<Alternative> candidates(const Expr& pointer, program::TypeId pointee) const;
  std::optional<Found> find(const Alternative& alternative, const Where& where);
  std::optional<Found> find_cell(const Alternative& alternative, const Where& where, bool exactly,
                                 std::string& complaint);
  void require_alive(CellId id, const std::vector<Expr>& flats, const Alternative& alternative,
                     const Where& where);
  Value load(const Where& where);
  Value load_one(const Alternative& alternative, const Where& where, bool& is_shared);
  void store(const Where& where, const Value& value, machine::Transition transition);
  bool store_one(const Alternative& alternative, const Where& where, const Value& value,
                 machine::Transition& transition);
  void copy_record(const Where& sink, const Where& source, const source::Span& span);
  Where whole(RootId root, program::TypeId type) const;
  RootId root_of(program::LocalId local);
  Value into_temporary(const Value& value, program::TypeId type, machine::Transition transition);

  // Emission.
  machine::Transition transition_at(const source::Span& span);
  void step(machine::Transition transition);
  void step_to(machine::Transition transition, machine::LocationId target);
  void flush(const source::Span& span);
  void require(Expr condition, std::string message);         // where evaluation gets here
  void require_always(Expr condition, std::string message);  // wherever
  void enter_atomic_if_visible(const machine::Transition& transition);
  [[nodiscard]] bool is_visible(const machine::Transition& transition) const;
  machine::LocationId fresh_location(const source::Span& span);
  [[nodiscard]] const program::Function& function() const {
    return round_.program.at(activation_->function);
  }
  [[nodiscard]] const FunctionFacts& facts() const {
    return round_.facts[program::index_of(activation_->function)];
  }
  [[nodiscard]] std::optional<std::uint32_t> toucher() const;
  [[nodiscard]] bool always_atomic() const;

  // primitives.cpp
  bool primitive(const std::string& name, const program::Call& call, const source::Span& span);
  void return_value(const program::Call& call, const Value& value, machine::Transition transition);
  std::string text(const program::Call& call, std::size_t argument, const source::Span& span);

  // observe.cpp
  Value observe_value(program::FunctionId function, std::vector<Value> arguments);
  Value observe_call(program::FunctionId function, std::vector<Value> arguments,
                     const source::Span& span);
  Value observe_block(program::BlockId block);
  void observe_statement(const program::Statement& statement);
  void check_recursion_of_observable(program::FunctionId function, const source::Span& span) const;

  Round round_;
  AgentPlan plan_;
  Graph graph_;
  Activation* activation_ = nullptr;
  Frame* frame_ = nullptr;
  PathState path_;
  machine::LocationId here_{};
  bool pure_ = false;                  // evaluating a wait's condition: nothing may be emitted
  Expr lazily_ = Expr::boolean(true);  // under which condition the part being evaluated is reached
  std::vector<machine::Check> pending_;
  std::string statement_key_;
  std::uint32_t temporaries_ = 0;
  source::Span span_;
  std::map<program::LocalId, Value>* symbolic_ = nullptr;  // observe: locals as expressions
  std::uint32_t observe_steps_ = 0;
  mutable int spelling_ = 0;
  std::vector<std::unique_ptr<Activation>> activations_;
};

}  // namespace headway::lower
