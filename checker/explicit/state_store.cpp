// The table doubles at two thirds full, by reading the states again. Widening a dictionary packs
// every state again under the new fields; it happens a few times per variable at most (packing.h).
#include "checker/explicit/state_store.h"

#include <algorithm>

#include "model/source/error.h"

namespace headway::explicit_engine {

namespace {

constexpr unsigned kChunkBits = 12;
constexpr std::uint32_t kChunkStates = 1U << kChunkBits;
constexpr std::size_t kFirstTable = 1U << 10;
constexpr std::uint64_t kIdMask = 0xffffffffU;

// Multiply and fold, word by word (the mixing step of wyhash by Wang Yi, 2019).
std::uint64_t hash_of(const std::uint64_t* words, std::size_t count) {
  __extension__ using Wide = unsigned __int128;
  std::uint64_t hash = 0x9e3779b97f4a7c15U;
  for (std::size_t i = 0; i < count; ++i) {
    const Wide product = static_cast<Wide>(words[i] ^ hash) * 0xd6e8feb86659fd93U;
    hash = static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64) ^
           0xa0761d6478bd642fU;
  }
  const Wide last = static_cast<Wide>(hash) * 0xe7037ed1a0b428dbU;
  return static_cast<std::uint64_t>(last) ^ static_cast<std::uint64_t>(last >> 64);
}

}  // namespace

StateStore::StateStore(const machine::Machine& machine)
    : packing_(machine), table_(kFirstTable), scratch_(packing_.words()) {}

const std::uint64_t* StateStore::words(StateId id) const {
  const std::uint32_t number = index_of(id);
  return chunks_[number >> kChunkBits].get() + (number & (kChunkStates - 1)) * packing_.words();
}

std::uint64_t* StateStore::append() {
  const std::size_t words = packing_.words();
  if ((size_ & (kChunkStates - 1)) == 0)
    chunks_.push_back(std::make_unique<std::uint64_t[]>(kChunkStates * words));
  return chunks_.back().get() + (size_ & (kChunkStates - 1)) * words;
}

StateStore::Inserted StateStore::insert(std::optional<StateId> base,
                                        std::span<const Change> changes) {
  write(base, changes);
  const std::size_t count = packing_.words();
  const std::uint64_t hash = hash_of(scratch_.data(), count);
  const std::size_t mask = table_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    const std::uint64_t entry = table_[at];
    if (entry == 0) break;
    if ((entry ^ hash) >> 32 != 0) continue;
    const StateId id{static_cast<std::uint32_t>((entry & kIdMask) - 1)};
    if (std::equal(scratch_.begin(), scratch_.end(), words(id))) return {id, false};
  }
  CHECK(size_ < kIdMask - 1, "more states than numbers");
  std::copy(scratch_.begin(), scratch_.end(), append());
  const StateId id{size_++};
  if (std::size_t{size_} * 3 > table_.size() * 2) {
    grow_table();
  } else {
    enter(hash, index_of(id));
  }
  return {id, true};
}

// Packs the new state into the scratch words, widening fields until it fits.
void StateStore::write(std::optional<StateId> base, std::span<const Change> changes) {
  for (bool fits = false; !fits;) {
    if (base) {
      std::copy_n(words(*base), packing_.words(), scratch_.begin());
    } else {
      std::fill(scratch_.begin(), scratch_.end(), 0);
    }
    fits = true;
    for (const Change& change : changes) {
      if (packing_.put(change, scratch_.data())) continue;
      const Fields before = packing_.layout();
      packing_.widen(change.slot);
      pack_again(before);
      fits = false;
      break;
    }
  }
}

void StateStore::pack_again(const Fields& before) {
  const Fields& after = packing_.layout();
  scratch_.assign(after.words, 0);
  for (Chunk& chunk : chunks_) {
    auto packed = std::make_unique<std::uint64_t[]>(kChunkStates * after.words);
    for (std::size_t state = 0; state < kChunkStates; ++state) {
      const std::uint64_t* const from = chunk.get() + state * before.words;
      std::uint64_t* const to = packed.get() + state * after.words;
      for (std::size_t slot = 0; slot < after.fields.size(); ++slot) {
        after.fields[slot].put(to, before.fields[slot].get(from));
      }
    }
    chunk = std::move(packed);
  }
  std::fill(table_.begin(), table_.end(), 0);
  for (std::uint32_t id = 0; id < size_; ++id) enter(hash_of(words(StateId{id}), after.words), id);
}

void StateStore::enter(std::uint64_t hash, std::uint32_t id) {
  const std::size_t mask = table_.size() - 1;
  std::size_t at = hash & mask;
  while (table_[at] != 0) at = (at + 1) & mask;
  table_[at] = (hash & ~kIdMask) | (std::uint64_t{id} + 1);
}

void StateStore::grow_table() {
  std::vector<std::uint64_t>(table_.size() * 2).swap(table_);
  for (std::uint32_t id = 0; id < size_; ++id)
    enter(hash_of(words(StateId{id}), packing_.words()), id);
}

std::uint64_t StateStore::bytes() const {
  return chunks_.size() * kChunkStates * packing_.words() * sizeof(std::uint64_t) +
         table_.size() * sizeof(std::uint64_t) + packing_.bytes();
}

}  // namespace headway::explicit_engine
