// Codings are chosen once from the machine; only dictionaries grow.
#include "checker/explicit/packing.h"

#include <bit>

#include "model/source/error.h"

namespace headway::explicit_engine {

namespace {

// Ranges up to this many bits are stored as they are: a wider field costs more than a dictionary's
// look-up.
constexpr unsigned kWidestPlain = 12;
constexpr unsigned kFirstDictionary = 4;
constexpr unsigned kWordBits = 64;

// Variables that some transition writes.
std::vector<bool> assigned_variables(const machine::Machine& machine) {
  std::vector<bool> assigned(machine.variables.size());
  for (const machine::Agent& agent : machine.agents) {
    for (const machine::Transition& transition : agent.transitions) {
      for (const machine::Assignment& assignment : transition.assignments) {
        assigned[index_of(assignment.place.variable)] = true;
      }
    }
  }
  return assigned;
}

// All values the variable's type or range admits.
machine::Range admitted(const machine::Variable& variable) {
  if (variable.range) return *variable.range;
  const unsigned bits = variable.type.bits;
  if (!variable.type.is_signed) return {0, bits >= 64 ? -1 : (std::int64_t{1} << bits) - 1};
  const std::int64_t high = bits >= 64 ? INT64_MAX : (std::int64_t{1} << (bits - 1)) - 1;
  return {-high - 1, high};
}

}  // namespace

Packing::Packing(const machine::Machine& machine) {
  const std::vector<bool> assigned = assigned_variables(machine);
  for (std::size_t v = 0; v < machine.variables.size(); ++v) {
    const machine::Variable& variable = machine.variables[v];
    const machine::Range range = admitted(variable);
    Coding coding;
    coding.low = range.low;
    coding.bits = static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(range.high) -
                                                       static_cast<std::uint64_t>(range.low)));
    const bool changes = assigned[v] || variable.initial_any;
    if (!changes || coding.bits > kWidestPlain) {
      coding.by_dictionary = true;
      coding.bits = changes ? kFirstDictionary : 0;
    }
    coding_of_slot_.insert(coding_of_slot_.end(), variable.extent,
                           static_cast<std::uint32_t>(codings_.size()));
    codings_.push_back(std::move(coding));
  }
  for (const machine::Agent& agent : machine.agents) {
    Coding coding;
    coding.bits = static_cast<unsigned>(std::bit_width(agent.locations.size() - 1));
    coding_of_slot_.push_back(static_cast<std::uint32_t>(codings_.size()));
    codings_.push_back(std::move(coding));
  }
  place_fields();
}

void Packing::place_fields() {
  layout_.fields.assign(slots(), {});
  std::uint32_t word = 0;
  unsigned used = 0;
  for (std::size_t slot = 0; slot < slots(); ++slot) {
    const unsigned bits = codings_[coding_of_slot_[slot]].bits;
    CHECK(bits < kWordBits, "slot=" << slot);
    if (bits == 0) continue;
    if (used + bits > kWordBits) {
      ++word;
      used = 0;
    }
    layout_.fields[slot] = {word, used, (std::uint64_t{1} << bits) - 1};
    used += bits;
  }
  layout_.words = word + 1;
}

std::int64_t Packing::value(const std::uint64_t* words, std::size_t slot) const {
  const Coding& coding = codings_[coding_of_slot_[slot]];
  const std::uint64_t code = layout_.fields[slot].get(words);
  if (coding.by_dictionary) return coding.values[code];
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(coding.low) + code);
}

void Packing::unpack(const std::uint64_t* words, std::int64_t* values) const {
  for (std::size_t slot = 0; slot < slots(); ++slot) values[slot] = value(words, slot);
}

bool Packing::put(const Change& change, std::uint64_t* words) {
  Coding& coding = codings_[coding_of_slot_[change.slot]];
  const Field& field = layout_.fields[change.slot];
  if (!coding.by_dictionary) {
    const std::uint64_t code =
        static_cast<std::uint64_t>(change.value) - static_cast<std::uint64_t>(coding.low);
    CHECK(code <= field.mask, "slot=" << change.slot << " value=" << change.value);
    field.put(words, code);
    return true;
  }
  const auto [found, fresh] = coding.codes.emplace(change.value, coding.values.size());
  if (fresh) coding.values.push_back(change.value);
  if (found->second > field.mask) return false;
  field.put(words, found->second);
  return true;
}

void Packing::widen(std::uint32_t slot) {
  Coding& coding = codings_[coding_of_slot_[slot]];
  CHECK(coding.by_dictionary);
  coding.bits = coding.bits == 0 ? 1 : coding.bits + (coding.bits < 8 ? 2 : 4);
  place_fields();
}

std::uint64_t Packing::bytes() const {
  // An entry of the hash map: its node, its bucket, and the value in the other direction.
  constexpr std::uint64_t kPerValue = 48;
  std::uint64_t total = 0;
  for (const Coding& coding : codings_) total += coding.values.size() * kPerValue;
  return total;
}

}  // namespace headway::explicit_engine
