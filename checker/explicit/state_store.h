// The visited set: every state seen so far, packed, numbered in the order of arrival. Open
// addressing with linear probing over 8-byte entries (half of the hash, and the number); states
// themselves lie in chunks that never move.
//
// Lossless: two states are one only where all their words are equal. Never forgets a state.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "checker/explicit/packing.h"

namespace headway::explicit_engine {

enum class StateId : std::uint32_t {};
constexpr std::uint32_t index_of(StateId id) { return static_cast<std::uint32_t>(id); }

class StateStore {
 public:
  explicit StateStore(const machine::Machine& machine);

  struct Inserted {
    StateId id{};
    bool is_new = false;
  };
  // The state that `changes` make of `base`, later changes of a slot winning. Without a base every
  // slot must change.
  Inserted insert(std::optional<StateId> base, std::span<const Change> changes);

  // All slots: cells in the order of the layout, then locations by agent.
  void get(StateId id, std::int64_t* values) const { packing_.unpack(words(id), values); }
  [[nodiscard]] std::int64_t get(StateId id, std::size_t slot) const {
    return packing_.value(words(id), slot);
  }

  [[nodiscard]] std::uint32_t size() const { return size_; }
  [[nodiscard]] std::size_t slots() const { return packing_.slots(); }
  [[nodiscard]] std::uint64_t bytes() const;

 private:
  using Chunk = std::unique_ptr<std::uint64_t[]>;

  [[nodiscard]] const std::uint64_t* words(StateId id) const;
  std::uint64_t* append();
  void write(std::optional<StateId> base, std::span<const Change> changes);
  void pack_again(const Fields& before);
  void enter(std::uint64_t hash, std::uint32_t id);
  void grow_table();

  Packing packing_;
  std::vector<Chunk> chunks_;
  std::vector<std::uint64_t> table_;    // 0: free; else the hash's upper half, then the number + 1
  std::vector<std::uint64_t> scratch_;  // the state being inserted
  std::uint32_t size_ = 0;
};

}  // namespace headway::explicit_engine
