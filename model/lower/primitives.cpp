// The primitives of headway.h: what a call to a function without a body means. One sorted table.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "model/lower/agent_lowering.h"
#include "model/source/error.h"

namespace headway::lower {

using machine::LocationId;
using machine::Transition;

struct Primitives {
  AgentLowering& in;
  const program::Call& call;
  const source::Span& span;

  [[nodiscard]] const program::Expr& argument(std::size_t k) const {
    CHECK(k < call.arguments.size(), "primitive with " << call.arguments.size() << " arguments");
    return *call.arguments[k];
  }
  std::int64_t constant(std::size_t k) const {
    const Value value = in.eval(argument(k));
    const auto* number = std::get_if<machine::Constant>(&value.expr.node());
    if (number == nullptr) throw source::InputError(span, "this argument must be a constant");
    return number->value;
  }
  void give(std::int64_t number) const {
    in.return_value(call, {Expr::constant(number)}, in.transition_at(span));
  }

  void self() const {
    if (in.plan_.number == kNobody)
      throw source::InputError(span, "an observable belongs to no agent: it can't use hw_self()");
    give(in.plan_.number);
  }
  void index() const { give(in.plan_.index); }
  void agents() const { give(in.round_.agents); }

  void choose() const {
    const Expr low = in.used(in.as_i64(argument(0)));
    const Expr high = in.used(in.as_i64(argument(1)));
    Transition transition = in.transition_at(span);
    if (low.is_constant() && low == high) {
      in.return_value(call, {low}, std::move(transition));
      return;
    }
    transition.choice = machine::Choice{low, high};
    in.return_value(call, {Expr::choice()}, std::move(transition));
  }

  void whim() const {
    const std::string text = in.text(call, 0, span);
    in.flush(span);
    const LocationId start = in.here_;
    const AgentLowering::PathState before = in.path_;
    LocationId ends[2];
    for (const int bad : {0, 1}) {
      in.here_ = start;
      in.path_ = before;
      Transition transition = in.transition_at(span);
      transition.whim = text;
      transition.favour = bad != 0 ? machine::Favour::unfavourable : machine::Favour::favourable;
      // A value that is not constant for the facts, whichever branch comes first.
      in.return_value(call, {Expr::constant(bad)}, std::move(transition));
      ends[bad] = in.here_;
    }
    const LocationId join = in.fresh_location(span);
    for (const LocationId end : ends) {
      in.here_ = end;
      in.step_to(in.transition_at(span), join);
    }
    in.here_ = join;
  }

  void assume() const {
    const Value value = in.eval(argument(0));
    in.used(value);
    const Expr condition = in.truth(value);
    if (condition.is_constant(1)) return;
    in.flush(span);
    Transition transition = in.transition_at(span);
    transition.guard = condition;
    in.step(std::move(transition));
  }

  void check() const {
    const std::string property = in.text(call, 0, span);
    const Value value = in.eval(argument(1));
    in.used(value);
    const Expr condition = in.truth(value);
    if (condition.is_constant(1)) return;
    Transition transition = in.transition_at(span);
    transition.checks.push_back({property, condition, in.text(call, 2, span), property == "ub"});
    in.step(std::move(transition));
  }

  void wait() const {
    refuse_wait();
    refuse_stale_condition(argument(4));
    machine::Wait wait;
    const std::int64_t kind = constant(0);
    wait.kind = kind == 1   ? machine::WaitKind::killable
                : kind == 2 ? machine::WaitKind::interruptible
                            : machine::WaitKind::uninterruptible;
    wait.idle = constant(1) != 0;
    wait.acquire = constant(2) != 0;
    wait.shared = constant(2) == 2;
    if (wait.idle && in.plan_.kind != machine::AgentKind::daemon) {
      throw source::InputError(span, "hw_wait_idle stands outside a daemon",
                               "a thread that waits uses hw_wait");
    }
    in.pure_ = true;
    auto resources = resource();
    const Value value = in.eval(argument(4));
    in.used(value);
    const Expr condition = in.truth(value);
    in.pure_ = false;
    const std::vector<machine::Check> judged = in.pending_;
    const AgentLowering::PathState before = in.path_;
    in.flush(span);
    in.path_.mode = before.mode;
    in.graph_.at(in.here_).committed = false;
    if (condition.is_constant(1)) return;
    if (resources.size() < 2) {
      if (!resources.empty()) wait.resource = resources.front().second;
      stand(wait, condition, judged);
      return;
    }
    // A pointer leads to one of several resources: one wait location for each.
    Expr rest = Expr::boolean(true);
    for (std::size_t k = 0; k + 1 < resources.size(); ++k) rest = rest && !resources[k].first;
    resources.back().first = rest;
    const LocationId start = in.here_;
    std::vector<LocationId> ends;
    for (const auto& [here, place] : resources) {
      in.here_ = start;
      in.path_ = before;
      Transition transition = in.transition_at(span);
      transition.guard = here;
      const LocationId next = in.fresh_location(span);
      in.step_to(std::move(transition), next);
      in.here_ = next;
      wait.resource = place;
      stand(wait, condition, judged);
      ends.push_back(in.here_);
    }
    const LocationId join = in.fresh_location(span);
    for (const LocationId end : ends) {
      in.here_ = end;
      in.step_to(in.transition_at(span), join);
    }
    in.here_ = join;
  }

  // Time passes whatever the others do, so nothing holds the sleeper back.
  void sleep() const {
    refuse_wait();
    machine::Wait wait;
    wait.kind =
        constant(0) == 0 ? machine::WaitKind::uninterruptible : machine::WaitKind::interruptible;
    wait.timed = true;
    in.flush(span);
    in.graph_.at(in.here_).committed = false;
    stand(wait, Expr::boolean(true), {});
  }

  void stand(const machine::Wait& wait, const Expr& condition,
             const std::vector<machine::Check>& judged) const {
    in.graph_.at(in.here_).wait = wait;
    Transition transition = in.transition_at(span);
    transition.guard = condition;
    transition.checks = judged;
    in.path_.mode = in.path_.mode == AgentMode::fresh ? AgentMode::atomic : in.path_.mode;
    transition.from = in.here_;
    transition.to = in.fresh_location(span);
    in.here_ = transition.to;
    in.graph_.add(std::move(transition));
  }

  using AgentMode = Mode;

  void refuse_wait() const {
    if (in.plan_.kind == machine::AgentKind::adversary ||
        in.plan_.kind == machine::AgentKind::signal) {
      throw source::InputError(
          span, "an adversary never waits",
          "test the condition and return, or make it an HW_DAEMON or HW_THREAD");
    }
    if (in.plan_.kind == machine::AgentKind::setup) {
      throw source::InputError(span, "HW_INIT runs alone and can't wait",
                               "use hw_assume to filter initial states");
    }
    if (in.path_.mode == Mode::atomic) {
      throw source::InputError(
          span, "a wait inside hw_atomic that is not its first action",
          "an atomic block may block only before it does anything; split it, or wait first");
    }
  }

  // The front end evaluates an impure argument before the call; as a condition that would be judged
  // only once.
  void refuse_stale_condition(const program::Expr& condition) const {
    for_each_place(condition, [&](const program::Place& place, bool is_address) {
      const auto* local = std::get_if<program::LocalId>(&place.base);
      if (local == nullptr || is_address ||
          !in.function().locals[program::index_of(*local)].name.starts_with("%"))
        return;
      throw source::InputError(span,
                               "the condition of a wait must be a pure expression, without calls",
                               "use a macro, or wait for a field");
    });
  }

  // The waited-for cells, each with the condition under which it is meant.
  std::vector<std::pair<Expr, machine::Place>> resource() const {
    const auto* address = std::get_if<program::AddressOf>(&unconverted(3).node);
    std::vector<std::pair<Expr, machine::Place>> places;
    if (address == nullptr) return places;
    const Where where = in.resolve(address->place);
    for (const auto& alternative : where.alternatives) {
      if (!is_scalar(in.round_.program.at(where.type))) {
        throw source::InputError(
            span, "the resource of a wait must be a scalar, a field marked HW_HOLDER");
      }
      if (const auto found = in.find(alternative, where)) {
        in.round_.objects.note_touch(found->cell, in.toucher());
        places.push_back(
            {alternative.condition, {in.round_.variables.value_of(found->cell), found->index}});
      }
    }
    return places;
  }

  void atomic_begin() const {
    if (in.path_.depth == 0 && in.path_.mode == Mode::outside) in.path_.mode = Mode::fresh;
    ++in.path_.depth;
    if (!in.path_.region) in.path_.region = program::BlockId{~0U};  // emit_block finds out which
    flag(1);
  }

  void atomic_end() const {
    CHECK(in.path_.depth > in.frame_->entry_depth);
    --in.path_.depth;
    if (in.path_.depth == in.frame_->entry_depth) in.path_.region.reset();
    if (in.path_.depth == 0) {
      in.flush(span);
      in.path_.mode = Mode::outside;
      in.path_.counters.clear();  // a loop around hw_atomic must not unroll by what it counts
      CHECK(!in.graph_.has_outgoing(in.here_));
      in.graph_.at(in.here_).committed = false;
    }
    flag(0);
  }

  // The loop flag of hw_atomic is only ever followed, never stored.
  void flag(std::int64_t number) const {
    const auto* local = call.result ? std::get_if<program::LocalId>(&call.result->base) : nullptr;
    CHECK(local != nullptr && call.result->projections.empty(), "hw_atomic without its flag");
    in.path_.counters[*local] = number;
  }

  void note() const {
    machine::Note note;
    const std::string format = in.text(call, 0, span);
    std::size_t next = 1;
    const bool was_pure = std::exchange(in.pure_, true);
    for (std::size_t k = 0; k < format.size(); ++k) {
      if (format[k] != '%') {
        note.text += format[k];
        continue;
      }
      if (k + 1 < format.size() && format[k + 1] == '%') {
        note.text += '%';
        ++k;
        continue;
      }
      const std::size_t end = format.find_first_of("duxis", k + 1);
      if (end == std::string::npos || format.find_first_not_of("lzhx", k + 1) < end ||
          next >= call.arguments.size()) {
        throw source::InputError(
            span, "hw_note's format and its arguments don't fit",
            "conversions are %d %u %x %ld %lu %lld %llu %zu, and %s for a literal");
      }
      if (format[end] == 's') {
        note.text += in.text(call, next, span);
      } else {
        note.text += "{}";
        note.arguments.push_back(shown(argument(next)));
      }
      ++next;
      k = end;
    }
    in.pure_ = was_pure;
    in.pending_.clear();  // a note reports, it does not judge
    Transition transition = in.transition_at(span);
    transition.note = std::move(note);
    in.step(std::move(transition));
  }

  // Without the promotions of a variadic call, so that an enum keeps its names.
  Expr shown(const program::Expr& argument) const {
    const program::Expr* inner = &argument;
    while (const auto* conversion = std::get_if<program::Convert>(&inner->node)) {
      const program::Type& from = in.round_.program.at(conversion->operand->type);
      if (!is_scalar(from) ||
          machine_type(from).bits > machine_type(in.round_.program.at(inner->type)).bits)
        break;
      inner = conversion->operand.get();
    }
    return in.eval(*inner).expr;
  }

  void progress() const {
    Transition transition = in.transition_at(span);
    transition.progress = true;
    const std::string text = in.text(call, 0, span);
    if (!text.empty()) transition.note = machine::Note{text, {}};
    in.step(std::move(transition));
  }

  // Where the agent has a processor of its own it has nobody to give it to.
  void yield() const {
    if (!in.plan_.cpu) return;
    Transition transition = in.transition_at(span);
    transition.yields = true;
    transition.note = machine::Note{"gives up the processor", {}};
    in.step(std::move(transition));
  }

  void prepare() const { prepare_cells(false); }
  void prepare_also() const { prepare_cells(true); }

  void prepare_cells(bool also) const {
    const program::Expr* named = &argument(1);
    while (const auto* conversion = std::get_if<program::Convert>(&named->node))
      named = conversion->operand.get();
    const Expr count = in.used(in.as_i64(argument(2)));
    const auto* address = std::get_if<program::AddressOf>(&named->node);
    if (address == nullptr) {
      throw source::InputError(span, "hw_prepare takes the address of an array's element",
                               "&hw_page_valid[first]");
    }
    const Where where = in.resolve(address->place);
    if (!where.certain)
      throw source::InputError(span, "hw_prepare needs to know its array", "name a global array");
    const std::size_t checks = in.pending_.size();
    const auto found = in.find(where.alternatives.front(), where);
    in.pending_.resize(checks);  // an empty range may start one past the end
    if (!found || !found->index)
      throw source::InputError(span, "hw_prepare takes the address of an array's element");
    in.round_.objects.note_touch(found->cell, in.toucher());
    Transition transition = in.transition_at(span);
    const Expr last =
        Expr::binary(machine::BinaryOp::sub,
                     Expr::binary(machine::BinaryOp::add, *found->index, count), Expr::constant(1));
    transition.prepare =
        machine::Prepare{in.text(call, 0, span), in.round_.variables.value_of(found->cell),
                         *found->index, machine::simplify(last), also};
    in.step(std::move(transition));
  }

  // The pointer as it was before it became a pointer to void.
  const program::Expr& unconverted(std::size_t k) const {
    const program::Expr* named = &argument(k);
    while (const auto* conversion = std::get_if<program::Convert>(&named->node))
      named = conversion->operand.get();
    return *named;
  }

  // hw_holds_: 0 anyhow, 1 exclusively, 2 shared.
  void holds() const {
    const program::Expr& named = unconverted(0);
    const auto* pointer =
        std::get_if<program::PointerType>(&in.round_.program.at(named.type).shape);
    if (pointer == nullptr) throw source::InputError(span, "hw_holds takes the address of a lock");
    const auto* address = std::get_if<program::AddressOf>(&named.node);
    Where where = in.resolve(
        address != nullptr ? address->place
                           : program::Place{program::Deref{std::make_shared<program::Expr>(named)},
                                            {},
                                            pointer->pointee,
                                            span});
    if (!is_scalar(in.round_.program.at(where.type))) go_to_holder(where);
    const std::int64_t how = constant(1);
    Expr held = Expr::boolean(false);
    for (auto next = where.alternatives.rbegin(); next != where.alternatives.rend(); ++next) {
      const Expr one = held_at(*next, where, how);
      held = where.certain ? one : simplify(Expr::conditional(next->condition, one, held));
    }
    in.return_value(call, {held}, in.transition_at(span));
  }

  // From the lock as a whole to the field that says who holds it.
  void go_to_holder(Where& where) const {
    const program::Type& type = in.round_.program.at(where.type);
    std::optional<CellShape> holder;
    for (const CellShape& shape : cells_of(in.round_.program, where.type, span)) {
      if (!is_holder(shape.annotations)) continue;
      if (holder || !shape.dimensions.empty()) {
        throw source::InputError(span, "'" + type.spelling + "' holds several locks",
                                 "name the one that is meant");
      }
      holder = shape;
    }
    if (!holder) no_lock(type);
    for (Alternative& alternative : where.alternatives) alternative.offset += holder->offset;
    where.type = holder->type;
  }

  static bool is_holder(const std::vector<program::Annotation>& marks) {
    return annotation(marks, "hw_holder") != nullptr || annotation(marks, "hw_holders") != nullptr;
  }

  [[noreturn]] void no_lock(const program::Type& type) const {
    throw source::InputError(span, "nothing in '" + type.spelling + "' says who holds it",
                             "mark a field with HW_HOLDER or HW_HOLDERS");
  }

  Expr held_at(const Alternative& alternative, const Where& where, std::int64_t how) const {
    const auto found = in.find(alternative, where);
    if (!found) return Expr::boolean(false);
    const Cell& cell = in.round_.objects.at(found->cell);
    std::vector<program::Annotation> marks = cell.shape.annotations;
    if (const program::Global* global = in.round_.objects.at(cell.root).global)
      marks.insert(marks.end(), global->annotations.begin(), global->annotations.end());
    if (!is_holder(marks)) no_lock(in.round_.program.at(where.type));
    bool is_shared = false;
    const Expr value = in.load_one(alternative, where, is_shared).expr;
    const auto number = [&](std::int64_t n) { return Expr::constant(n, value.type()); };
    if (annotation(marks, "hw_holder") != nullptr) {
      if (how == 2) return Expr::boolean(false);
      return simplify(
          Expr::binary(machine::BinaryOp::eq, value, number(in.plan_.number + std::int64_t{1})));
    }
    const auto bit = [&](std::uint32_t n) {
      const Expr alone =
          Expr::binary(machine::BinaryOp::bit_and, value, number(std::int64_t{1} << n));
      return simplify(Expr::binary(machine::BinaryOp::ne, alone, number(0)));
    };
    const Expr mine = bit(in.plan_.number);
    if (how == 0) return mine;
    return mine && (how == 1 ? bit(in.round_.agents) : !bit(in.round_.agents));
  }

  void attempt() const {
    Transition transition = in.transition_at(span);
    transition.attempt = in.text(call, 0, span);
    in.step(std::move(transition));
  }

  void event() const {
    Transition transition = in.transition_at(span);
    transition.event = in.text(call, 0, span);
    in.step(std::move(transition));
  }

  void call_begin() const {
    Transition transition = in.transition_at(span);
    transition.call = machine::CallMark{in.text(call, 0, span), false, std::nullopt};
    in.step(std::move(transition));
  }

  void call_end() const {
    const Expr result = in.used(in.as_i64(argument(1)));
    Transition transition = in.transition_at(span);
    transition.call = machine::CallMark{in.text(call, 0, span), true, result};
    in.step(std::move(transition));
  }

  void ignore() const {}
};

namespace {

struct Entry {
  std::string_view name;
  void (Primitives::*run)() const;
  bool of_value = false;  // may also stand in an observable
};

constexpr std::array kPrimitives{
    Entry{"_printk", &Primitives::ignore},
    Entry{"hw_agents", &Primitives::agents, true},
    Entry{"hw_assume", &Primitives::assume},
    Entry{"hw_atomic_begin_", &Primitives::atomic_begin},
    Entry{"hw_atomic_end_", &Primitives::atomic_end},
    Entry{"hw_attempt_", &Primitives::attempt},
    Entry{"hw_call_begin_", &Primitives::call_begin},
    Entry{"hw_call_end_", &Primitives::call_end},
    Entry{"hw_check_", &Primitives::check},
    Entry{"hw_choose", &Primitives::choose},
    Entry{"hw_event_", &Primitives::event},
    Entry{"hw_holds_", &Primitives::holds},
    Entry{"hw_index", &Primitives::index},
    Entry{"hw_note", &Primitives::note},
    Entry{"hw_prepare_", &Primitives::prepare},
    Entry{"hw_prepare_also_", &Primitives::prepare_also},
    Entry{"hw_progress", &Primitives::progress},
    Entry{"hw_self", &Primitives::self, true},
    Entry{"hw_sleep_", &Primitives::sleep},
    Entry{"hw_wait_", &Primitives::wait},
    Entry{"hw_whim", &Primitives::whim},
    Entry{"hw_yield", &Primitives::yield},
    Entry{"printk", &Primitives::ignore},
};
static_assert(std::ranges::is_sorted(kPrimitives, {}, &Entry::name));

}  // namespace

bool AgentLowering::primitive(const std::string& name, const program::Call& call,
                              const source::Span& span) {
  const auto found =
      std::ranges::lower_bound(kPrimitives, std::string_view(name), {}, &Entry::name);
  if (found == kPrimitives.end() || found->name != name) return false;
  if (symbolic_ != nullptr && !found->of_value) {
    throw source::InputError(span, "an observable is a pure expression: it can't use " + name);
  }
  (Primitives{*this, call, span}.*found->run)();
  return true;
}

// Stores a primitive's result together with whatever else `transition` does.
void AgentLowering::return_value(const program::Call& call, const Value& value,
                                 Transition transition) {
  const bool visible = transition.choice || !transition.whim.empty();
  if (!call.result) {
    if (visible) step(std::move(transition));
    return;
  }
  const Value converted = to_type(value, machine_type(round_.program.at(call.result->type)));
  const auto* local = std::get_if<program::LocalId>(&call.result->base);
  if (local != nullptr && call.result->projections.empty()) {
    if (symbolic_ != nullptr) {
      (*symbolic_)[*local] = converted;
      return;
    }
    if (transition.whim.empty()) {
      track(*local, converted);
    } else {
      path_.counters.erase(*local);
    }
    store(whole(root_of(*local), call.result->type), converted, std::move(transition));
    return;
  }
  const Value kept = into_temporary(converted, call.result->type, std::move(transition));
  store(resolve(*call.result), kept, transition_at(span_));
}

std::string AgentLowering::text(const program::Call& call, std::size_t argument,
                                const source::Span& span) {
  CHECK(argument < call.arguments.size());
  const Value value = eval(*call.arguments[argument]);
  const auto* address = std::get_if<machine::Constant>(&value.expr.node());
  const std::string* string =
      address != nullptr ? round_.objects.string_at(address->value) : nullptr;
  if (string == nullptr) {
    throw source::InputError(span, "this text must be a string literal",
                             "say it in the call, in double quotes");
  }
  return *string;
}

}  // namespace headway::lower
