// The scans behind function_facts.h: two classic data-flow problems over blocks (definite
// assignment forwards, liveness backwards), the counters, and the natural loops of hw_atomic.
#include "model/lower/function_facts.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "model/lower/layout.h"

namespace headway::lower {

namespace {

using program::BlockId;
using program::index_of;
using program::LocalId;
using Locals = std::vector<bool>;

// The local that a place names as a whole.
std::optional<LocalId> whole_local(const program::Place& place) {
  const auto* local = std::get_if<LocalId>(&place.base);
  if (local == nullptr || !place.projections.empty()) return std::nullopt;
  return *local;
}

// Calls read(place, is_address) and write(place) in the order of evaluation.
template <typename Read, typename Write, typename Fresh>
void visit_statement(const program::Statement& statement, Read&& read, Write&& write,
                     Fresh&& fresh) {
  if (const auto* declare = std::get_if<program::Declare>(&statement.action)) {
    fresh(declare->local);
  } else if (const auto* assign = std::get_if<program::Assign>(&statement.action)) {
    for_each_place(*assign->value, read);
    for_each_place_inside(assign->target, read);
    write(assign->target);
  } else {
    const auto& call = std::get<program::Call>(statement.action);
    if (const auto* pointer = std::get_if<program::ExprPtr>(&call.callee))
      for_each_place(**pointer, read);
    for (const auto& argument : call.arguments) for_each_place(*argument, read);
    if (call.result) {
      for_each_place_inside(*call.result, read);
      write(*call.result);
    }
  }
}

template <typename Read>
void visit_terminator(const program::Terminator& terminator, Read&& read) {
  if (const auto* branch = std::get_if<program::Branch>(&terminator.action)) {
    for_each_place(*branch->condition, read);
  } else if (const auto* choice = std::get_if<program::Switch>(&terminator.action)) {
    for_each_place(*choice->value, read);
  } else if (const auto* leave = std::get_if<program::Return>(&terminator.action);
             leave && leave->value) {
    for_each_place(*leave->value, read);
  }
}

void find_addresses(const program::Function& function, Locals& taken) {
  const auto read = [&](const program::Place& place, bool is_address) {
    if (const auto* local = std::get_if<LocalId>(&place.base); local && is_address)
      taken[index_of(*local)] = true;
  };
  for (const auto& block : function.blocks) {
    for (const auto& statement : block.statements)
      visit_statement(
          statement, read, [](const auto&) {}, [](LocalId) {});
    visit_terminator(block.terminator, read);
  }
}

// Forwards: which locals are written on every path.
void find_uninitialised(const program::Program& program, const program::Function& function,
                        FunctionFacts& facts) {
  const std::size_t count = function.locals.size();
  std::vector<std::optional<Locals>> written(function.blocks.size());
  if (function.blocks.empty()) return;
  Locals start(count, false);
  std::fill_n(start.begin(), function.parameter_count, true);
  written[0] = start;
  std::vector<std::size_t> work{0};
  const auto flow = [&](std::size_t block, auto&& on_read) {
    Locals now = *written[block];
    const auto read = [&](const program::Place& place, bool) {
      if (const auto* local = std::get_if<LocalId>(&place.base))
        on_read(*local, bool{now[index_of(*local)]});
    };
    const auto write = [&](const program::Place& place) {
      if (const auto local = whole_local(place)) now[index_of(*local)] = true;
    };
    for (const auto& statement : function.blocks[block].statements) {
      visit_statement(statement, read, write, [&](LocalId local) { now[index_of(local)] = false; });
    }
    visit_terminator(function.blocks[block].terminator, read);
    return now;
  };
  while (!work.empty()) {
    const std::size_t block = work.back();
    work.pop_back();
    const Locals now = flow(block, [](LocalId, bool) {});
    for (const BlockId next : successors(function.blocks[block].terminator)) {
      auto& there = written[index_of(next)];
      Locals joined = there ? *there : now;
      for (std::size_t k = 0; k < count; ++k) joined[k] = joined[k] && now[k];
      if (!there || *there != joined) {
        there = joined;
        work.push_back(index_of(next));
      }
    }
  }
  for (std::size_t block = 0; block < function.blocks.size(); ++block) {
    if (!written[block]) continue;
    flow(block, [&](LocalId local, bool is_written) {
      if (!is_written) facts.maybe_uninitialised[index_of(local)] = true;
    });
  }
  for (std::size_t k = function.parameter_count; k < count; ++k) {
    if (facts.address_taken[k] || !is_scalar(program.at(function.locals[k].type)))
      facts.maybe_uninitialised[k] = true;
  }
}

// Backwards: which locals are read before they are written again.
void find_live(const program::Function& function, FunctionFacts& facts) {
  const std::size_t count = function.locals.size();
  facts.live_in.assign(function.blocks.size(), Locals(count, false));
  bool again = true;
  while (again) {
    again = false;
    for (std::size_t block = function.blocks.size(); block-- > 0;) {
      const auto& body = function.blocks[block];
      Locals live(count, false);
      for (const BlockId next : successors(body.terminator)) {
        for (std::size_t k = 0; k < count; ++k)
          live[k] = live[k] || facts.live_in[index_of(next)][k];
      }
      const auto read = [&](const program::Place& place, bool) {
        if (const auto* local = std::get_if<LocalId>(&place.base)) live[index_of(*local)] = true;
      };
      visit_terminator(body.terminator, read);
      for (std::size_t k = body.statements.size(); k-- > 0;) {
        const auto& statement = body.statements[k];
        visit_statement(
            statement, [](const auto&, bool) {},
            [&](const program::Place& place) {
              if (const auto local = whole_local(place)) live[index_of(*local)] = false;
            },
            [&](LocalId local) { live[index_of(local)] = false; });
        visit_statement(
            statement, read, [](const auto&) {}, [](LocalId) {});
      }
      if (live != facts.live_in[block]) {
        facts.live_in[block] = live;
        again = true;
      }
    }
  }
}

bool is_call_to(const program::Program& program, const program::Statement& statement,
                std::string_view name) {
  const auto* call = std::get_if<program::Call>(&statement.action);
  if (call == nullptr) return false;
  const auto* callee = std::get_if<program::FunctionId>(&call->callee);
  return callee != nullptr && program.at(*callee).name == name;
}

const program::Expr& without_conversions(const program::Expr& expr) {
  const program::Expr* inner = &expr;
  while (const auto* conversion = std::get_if<program::Convert>(&inner->node))
    inner = conversion->operand.get();
  return *inner;
}

std::optional<LocalId> loaded_local(const program::Expr& expr) {
  const auto* load = std::get_if<program::LoadPlace>(&without_conversions(expr).node);
  return load != nullptr ? whole_local(load->place) : std::nullopt;
}

// `self + constant`, `self - constant`, whatever the conversions around; `self` may be a temporary
// that copies it.
std::optional<LocalId> stepped_local(const program::Expr& expr) {
  const auto* sum = std::get_if<program::Binary>(&without_conversions(expr).node);
  if (sum == nullptr || (sum->op != program::BinaryOp::add && sum->op != program::BinaryOp::sub))
    return std::nullopt;
  if (!std::holds_alternative<program::IntLiteral>(without_conversions(*sum->right).node))
    return std::nullopt;
  return loaded_local(*sum->left);
}

void find_counters(const program::Program& program, const program::Function& function,
                   FunctionFacts& facts) {
  // Front-end temporaries that copy a counter count too, so that `while (n--)` unrolls. Grows to a
  // fixpoint.
  bool again = true;
  while (again) {
    again = false;
    const auto mark = [&](LocalId local) {
      if (facts.address_taken[index_of(local)] || facts.counter[index_of(local)]) return;
      if (!is_scalar(program.at(function.locals[index_of(local)].type))) return;
      facts.counter[index_of(local)] = true;
      again = true;
    };
    for (const auto& block : function.blocks) {
      for (const auto& statement : block.statements) {
        if (const auto* assign = std::get_if<program::Assign>(&statement.action)) {
          const auto target = whole_local(assign->target);
          if (!target) continue;
          const auto stepped = stepped_local(*assign->value);
          const auto copied = loaded_local(*assign->value);
          if (stepped && (*stepped == *target || facts.counter[index_of(*stepped)])) mark(*target);
          if (copied && facts.counter[index_of(*copied)] &&
              function.locals[index_of(*target)].name.starts_with("%")) {
            mark(*target);
          }
          if (stepped && function.locals[index_of(*stepped)].name.starts_with("%")) mark(*stepped);
        } else if (is_call_to(program, statement, "hw_atomic_begin_") ||
                   is_call_to(program, statement, "hw_atomic_end_")) {
          const auto& call = std::get<program::Call>(statement.action);
          if (const auto target = call.result ? whole_local(*call.result) : std::nullopt)
            mark(*target);
        }
      }
    }
  }
  // The flag of hw_atomic, where it is a copy of a temporary that holds the call's result.
  for (std::size_t k = 0; k < function.locals.size(); ++k) {
    if (function.locals[k].name.starts_with("hw_once_") && !facts.address_taken[k])
      facts.counter[k] = true;
  }
}

// The natural loop of the back edge that leaves a block with hw_atomic_end_.
void find_atomics(const program::Program& program, const program::Function& function,
                  FunctionFacts& facts) {
  std::vector<std::vector<BlockId>> before(function.blocks.size());
  for (std::size_t block = 0; block < function.blocks.size(); ++block) {
    for (const BlockId next : successors(function.blocks[block].terminator)) {
      before[index_of(next)].push_back(static_cast<BlockId>(block));
    }
  }
  for (std::size_t block = 0; block < function.blocks.size(); ++block) {
    const auto& body = function.blocks[block];
    const bool ends =
        std::any_of(body.statements.begin(), body.statements.end(),
                    [&](const auto& s) { return is_call_to(program, s, "hw_atomic_end_"); });
    const auto* jump = std::get_if<program::Jump>(&body.terminator.action);
    if (!ends || jump == nullptr) continue;
    std::set<BlockId> inside{jump->target};
    std::vector<BlockId> work{static_cast<BlockId>(block)};
    while (!work.empty()) {
      const BlockId here = work.back();
      work.pop_back();
      if (!inside.insert(here).second) continue;
      for (const BlockId previous : before[index_of(here)]) work.push_back(previous);
    }
    facts.atomics.emplace(static_cast<BlockId>(block), std::move(inside));
  }
}

}  // namespace

std::vector<BlockId> successors(const program::Terminator& terminator) {
  if (const auto* jump = std::get_if<program::Jump>(&terminator.action)) return {jump->target};
  if (const auto* branch = std::get_if<program::Branch>(&terminator.action))
    return {branch->then, branch->otherwise};
  if (const auto* choice = std::get_if<program::Switch>(&terminator.action)) {
    std::vector<BlockId> all;
    for (const auto& one : choice->cases) all.push_back(one.target);
    all.push_back(choice->otherwise);
    return all;
  }
  return {};
}

FunctionFacts scan(const program::Program& program, const program::Function& function) {
  FunctionFacts facts;
  const std::size_t count = function.locals.size();
  facts.address_taken.assign(count, false);
  facts.maybe_uninitialised.assign(count, false);
  facts.counter.assign(count, false);
  find_addresses(function, facts.address_taken);
  find_uninitialised(program, function, facts);
  find_live(function, facts);
  find_counters(program, function, facts);
  find_atomics(program, function, facts);
  return facts;
}

std::set<std::pair<program::TypeId, std::uint32_t>> fields_with_address(
    const program::Program& program) {
  std::set<std::pair<program::TypeId, std::uint32_t>> found;
  const auto note = [&](const program::Function* function, const program::Place& place) {
    if (place.projections.empty()) return;
    const auto* last = std::get_if<program::ProjectField>(&place.projections.back());
    if (last == nullptr) return;
    program::TypeId type{};
    if (const auto* deref = std::get_if<program::Deref>(&place.base)) {
      type = std::get<program::PointerType>(program.at(deref->pointer->type).shape).pointee;
    } else if (const auto* global = std::get_if<program::GlobalId>(&place.base)) {
      type = program.at(*global).type;
    } else {
      type = function->locals[index_of(std::get<LocalId>(place.base))].type;
    }
    for (std::size_t k = 0; k + 1 < place.projections.size(); ++k) {
      const auto& shape = program.at(type).shape;
      if (const auto* field = std::get_if<program::ProjectField>(&place.projections[k])) {
        type = std::get<program::RecordType>(shape).fields[field->field].type;
      } else {
        type = std::get<program::ArrayType>(shape).element;
      }
    }
    found.emplace(type, last->field);
  };
  for (const auto& function : program.functions) {
    const auto read = [&](const program::Place& place, bool is_address) {
      if (is_address) note(&function, place);
    };
    for (const auto& block : function.blocks) {
      for (const auto& statement : block.statements) {
        visit_statement(
            statement, read, [](const auto&) {}, [](LocalId) {});
      }
      visit_terminator(block.terminator, read);
    }
  }
  for (const auto& global : program.globals) {
    for (const auto& value : global.initial) {
      for_each_place(*value.value,
                     [&](const program::Place& place, bool) { note(nullptr, place); });
    }
  }
  return found;
}

}  // namespace headway::lower
