// Functions into the graph: blocks, statements, calls, jumps. A call is lowered where it stands,
// each time anew; what stays the same from round to round is the key of its activation, by which
// its locals are found again.
#include <algorithm>
#include <utility>

#include "model/lower/agent_lowering.h"
#include "model/source/error.h"

namespace headway::lower {

using machine::AgentKind;
using machine::LocationId;
using machine::Transition;
using program::BlockId;
using program::index_of;

namespace {

// How often one block may be lowered in one activation: the limit of unrolling.
constexpr std::uint32_t kUnrollLimit = 1024;

}  // namespace

machine::Agent AgentLowering::run() {
  machine::Agent& agent = graph_.agent;
  agent.name = plan_.name;
  agent.kind = plan_.kind;
  agent.ends = plan_.kind == AgentKind::thread;
  agent.initial = graph_.add_location("start", plan_.kind == AgentKind::setup);
  const bool again = plan_.kind == AgentKind::daemon || plan_.kind == AgentKind::adversary;
  LocationId last = agent.initial;
  if (!again) {
    last = graph_.add_location("end", false);
    agent.end = last;
  }
  here_ = agent.initial;
  path_.mode = always_atomic() ? Mode::atomic : Mode::outside;
  path_.depth = always_atomic() ? 1 : 0;
  for (std::size_t k = 0; k < plan_.functions.size(); ++k) {
    const bool is_last = k + 1 == plan_.functions.size();
    const LocationId next = is_last ? last : graph_.add_location("next", always_atomic());
    emit_body(plan_.functions[k], next);
    here_ = next;
  }
  graph_.drop_unreachable();
  graph_.refuse_committed_cycles();
  return std::move(graph_.agent);
}

Activation& AgentLowering::activate(program::FunctionId function, std::string key,
                                    std::vector<source::Frame> stack) {
  auto activation = std::make_unique<Activation>();
  activation->function = function;
  activation->caller = activation_;
  activation->key = std::move(key);
  activation->stack = std::move(stack);
  activations_.push_back(std::move(activation));
  return *activations_.back();
}

void AgentLowering::emit_body(program::FunctionId function, LocationId continuation) {
  Frame frame;
  frame.activation = &activate(function, plan_.name + "/" + round_.program.at(function).name, {});
  frame.continuation = continuation;
  frame.entry_depth = path_.depth;
  span_ = round_.program.at(function).span;
  emit_frame(frame);
}

// Leaves activation_, frame_ and path_ as they were; here_ is of no account afterwards.
void AgentLowering::emit_frame(Frame& frame) {
  Activation* const outer_activation = std::exchange(activation_, frame.activation);
  Frame* const outer_frame = std::exchange(frame_, &frame);
  const PathState outer_path = path_;
  const std::string outer_key = statement_key_;
  const std::uint32_t outer_temporaries = temporaries_;
  const source::Span outer_span = span_;
  if (function().blocks.empty()) {
    throw source::InputError(function().span, "'" + function().name + "' has no body");
  }
  go_to(BlockId{}, Expr::boolean(true), span_);
  while (!frame.work.empty()) {
    const BlockKey key = frame.work.front();
    frame.work.pop_front();
    here_ = frame.entries.at(key);
    path_ = key.second;
    emit_block(key.first);
  }
  activation_ = outer_activation;
  frame_ = outer_frame;
  path_ = outer_path;
  statement_key_ = outer_key;
  temporaries_ = outer_temporaries;
  span_ = outer_span;
}

void AgentLowering::emit_block(BlockId block) {
  const program::Block& body = function().blocks[index_of(block)];
  (*round_.reached)[index_of(activation_->function)][index_of(block)] = true;
  const std::string prefix = "@" + std::to_string(index_of(block)) + ".";
  for (std::size_t k = 0; k < body.statements.size(); ++k) {
    statement_key_ = prefix + std::to_string(k);
    temporaries_ = 0;
    span_ = body.statements[k].span;
    activation_->scope = body.statements[k].scope;
    statement(body.statements[k]);
    // The block that an hw_atomic begins in leads to its head.
    if (path_.region == BlockId{~0U}) {
      path_.region.reset();
      for (const auto& [end, inside] : facts().atomics) {
        for (const BlockId next : successors(body.terminator)) {
          if (inside.contains(next)) path_.region = end;
        }
      }
    }
  }
  statement_key_ = prefix + "t";
  temporaries_ = 0;
  span_ = body.terminator.span;
  activation_->scope = body.terminator.scope;
  terminate(body.terminator);
}

void AgentLowering::check_region(BlockId target, const source::Span& span) const {
  if (path_.depth <= frame_->entry_depth || !path_.region) return;
  if (facts().atomics.at(*path_.region).contains(target)) return;
  const auto& there = function().blocks[index_of(target)].terminator.action;
  if (std::holds_alternative<program::Unreachable>(there)) return;
  throw source::InputError(span, "hw_atomic is left by break, goto or return",
                           "let its body run to the end; decide afterwards, by a local flag");
}

LocationId AgentLowering::entry(BlockId target, const source::Span& span, bool may_take_over,
                                bool& taken_over) {
  taken_over = false;
  check_region(target, span);
  BlockKey key{target, path_};
  std::erase_if(key.second.counters, [&](const auto& counter) {
    return !facts().live_in[index_of(target)][index_of(counter.first)];
  });
  if (const auto found = frame_->entries.find(key); found != frame_->entries.end())
    return found->second;
  if (++frame_->visits[target] > kUnrollLimit) {
    throw source::InputError(
        span, "this loop unrolls more than " + std::to_string(kUnrollLimit) + " times",
        "code in hw_atomic, an adversary, a signal or HW_INIT needs loops with a small constant "
        "bound");
  }
  const program::Block& block = function().blocks[index_of(target)];
  LocationId location = here_;
  const auto& here = graph_.at(here_);
  const bool fits = here.committed == (path_.mode == Mode::atomic) && !graph_.has_outgoing(here_) &&
                    !here.wait &&
                    (block.label.empty() || here.label.empty() || here.label == block.label);
  if (may_take_over && fits) {
    taken_over = true;
  } else {
    location = fresh_location(block.statements.empty() ? block.terminator.span
                                                       : block.statements.front().span);
  }
  if (!block.label.empty()) graph_.at(location).label = block.label;
  frame_->entries.emplace(key, location);
  frame_->work.push_back(std::move(key));
  return location;
}

void AgentLowering::go_to(BlockId target, Expr guard, const source::Span& span) {
  Transition transition = transition_at(span);
  transition.guard = std::move(guard);
  const bool plain = transition.guard.is_constant(1);
  if (plain) flush(span);
  const Mode before = path_.mode;
  enter_atomic_if_visible(transition);
  bool taken_over = false;
  const LocationId to = entry(target, span, plain, taken_over);
  if (!taken_over) step_to(std::move(transition), to);
  path_.mode = before;
}

void AgentLowering::terminate(const program::Terminator& terminator) {
  if (const auto* jump = std::get_if<program::Jump>(&terminator.action)) {
    go_to(jump->target, Expr::boolean(true), terminator.span);
  } else if (const auto* two = std::get_if<program::Branch>(&terminator.action)) {
    branch(*two, terminator.span);
  } else if (const auto* choice = std::get_if<program::Switch>(&terminator.action)) {
    choose_case(*choice, terminator.span);
  } else if (const auto* out = std::get_if<program::Return>(&terminator.action)) {
    leave(*out, terminator.span);
  } else {
    lazily_ = Expr::boolean(true);
    require(Expr::boolean(false),
            "code that can't be reached is reached: the end of a function that returns a value, "
            "or __builtin_unreachable");
    flush(terminator.span);
  }
}

void AgentLowering::branch(const program::Branch& branch, const source::Span& span) {
  const Value value = eval(*branch.condition);
  used(value);
  Expr condition = truth(value);
  if (const auto* known = std::get_if<machine::Constant>(&condition.node())) {
    go_to(known->value != 0 ? branch.then : branch.otherwise, Expr::boolean(true), span);
    return;
  }
  if (machine::can_fault(condition)) {
    condition = truth(into_temporary({value.expr}, branch.condition->type, transition_at(span)));
  }
  flush(span);
  go_to(branch.then, condition, span);
  go_to(branch.otherwise, !condition, span);
}

void AgentLowering::choose_case(const program::Switch& choice, const source::Span& span) {
  const Value value = eval(*choice.value);
  used(value);
  Expr subject = value.expr;
  if (!subject.is_constant() && !std::holds_alternative<machine::Load>(subject.node())) {
    subject = into_temporary({subject}, choice.value->type, transition_at(span)).expr;
  }
  flush(span);
  std::vector<std::pair<BlockId, Expr>> ways;
  Expr none = Expr::boolean(true);
  const auto compare = [&](machine::BinaryOp op, std::int64_t bound) {
    return simplify(Expr::binary(op, subject, Expr::constant(bound, subject.type())));
  };
  for (const auto& one : choice.cases) {
    const Expr here = one.low == one.high ? compare(machine::BinaryOp::eq, one.low)
                                          : compare(machine::BinaryOp::ge, one.low) &&
                                                compare(machine::BinaryOp::le, one.high);
    none = none && !here;
    const auto known = std::find_if(ways.begin(), ways.end(),
                                    [&](const auto& way) { return way.first == one.target; });
    if (known != ways.end()) {
      known->second = known->second || here;
    } else {
      ways.emplace_back(one.target, here);
    }
  }
  ways.emplace_back(choice.otherwise, none);
  for (const auto& [target, guard] : ways) {
    if (!guard.is_constant(0)) go_to(target, guard, span);
  }
}

void AgentLowering::leave(const program::Return& leave, const source::Span& span) {
  if (path_.depth != frame_->entry_depth) {
    throw source::InputError(span, "hw_atomic is left by return",
                             "let its body run to the end; return afterwards");
  }
  if (leave.value && frame_->result) {
    const Where sink = whole(*frame_->result, round_.objects.at(*frame_->result).type);
    if (is_scalar(round_.program.at(leave.value->type))) {
      store(sink, eval(*leave.value), transition_at(span));
    } else {
      const auto* place = std::get_if<program::LoadPlace>(&leave.value->node);
      CHECK(place != nullptr, "a record is returned that is no place");
      copy_record(sink, resolve(place->place), span);
    }
  }
  flush(span);
  frame_->continuation_reached = true;
  frame_->continuation_atomic = frame_->continuation_atomic || path_.mode == Mode::atomic;
  step_to(transition_at(span), frame_->continuation);
}

void AgentLowering::statement(const program::Statement& statement) {
  lazily_ = Expr::boolean(true);
  if (const auto* fresh = std::get_if<program::Declare>(&statement.action)) {
    declare(fresh->local);
  } else if (const auto* assignment = std::get_if<program::Assign>(&statement.action)) {
    assign(*assignment);
  } else {
    call(std::get<program::Call>(statement.action), statement.span);
  }
}

void AgentLowering::declare(program::LocalId local) {
  path_.counters.erase(local);
  if (is_atomic_flag(local)) return;
  Transition transition = transition_at(span_);
  for (const CellId id : round_.objects.at(root_of(local)).cells) {
    const Cell& cell = round_.objects.at(id);
    if (!cell.facts.poison) continue;
    const auto shadow = round_.variables.shadow_of(id);
    for (std::uint32_t k = 0; k < cell.extent; ++k) {
      machine::Place place{shadow, std::nullopt};
      if (!cell.shape.dimensions.empty()) place.index = Expr::constant(k);
      transition.assignments.push_back({std::move(place), Expr::boolean(true)});
    }
  }
  if (!transition.assignments.empty()) step(std::move(transition));
}

void AgentLowering::assign(const program::Assign& assign) {
  const program::Type& type = round_.program.at(assign.target.type);
  if (!is_scalar(type)) {
    const auto* from = std::get_if<program::LoadPlace>(&assign.value->node);
    if (from == nullptr) throw source::InputError(span_, "this copy of a record is not supported");
    const Where source = resolve(from->place);
    copy_record(resolve(assign.target), source, span_);
    return;
  }
  const Value value = to_type(eval(*assign.value), machine_type(type));
  const auto* local = std::get_if<program::LocalId>(&assign.target.base);
  if (local != nullptr && assign.target.projections.empty()) {
    track(*local, value);
    if (is_atomic_flag(*local)) return;
  }
  store(resolve(assign.target), value, transition_at(span_));
}

bool AgentLowering::is_atomic_flag(program::LocalId local) const {
  return function().locals[index_of(local)].name.starts_with("hw_once_") &&
         facts().counter[index_of(local)];
}

void AgentLowering::track(program::LocalId local, const Value& value) {
  const auto* constant = std::get_if<machine::Constant>(&value.expr.node());
  const bool follow =
      facts().counter[index_of(local)] && (path_.mode != Mode::outside || is_atomic_flag(local));
  if (follow && constant != nullptr && value.poison.is_constant(0)) {
    path_.counters[local] = constant->value;
  } else {
    path_.counters.erase(local);
  }
}

}  // namespace headway::lower
