// How a state is written into few bits. A *slot* is a cell of a variable or an agent's location;
// each has a field of some bits in one word. A variable with a small range (or type) is stored as
// its distance from the range's low end; any other through a dictionary of the values seen so far,
// one per variable: lossless, and as narrow as what really occurs. A dictionary that is full widens
// its variable's fields; the store then packs its states again.
//
//   I1  pack and unpack are inverse to each other: equal words exactly where states are equal.
//   I2  Fields do not cross words.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "model/machine/state.h"

namespace headway::explicit_engine {

// A slot's new value.
struct Change {
  std::uint32_t slot = 0;
  std::int64_t value = 0;
};

// Where a slot's code lies in the words of a state.
struct Field {
  std::uint32_t word = 0;
  std::uint32_t shift = 0;
  std::uint64_t mask = 0;

  [[nodiscard]] std::uint64_t get(const std::uint64_t* words) const {
    return (words[word] >> shift) & mask;
  }
  void put(std::uint64_t* words, std::uint64_t code) const {
    words[word] = (words[word] & ~(mask << shift)) | (code << shift);
  }
};

struct Fields {
  std::vector<Field> fields;  // by slot
  std::size_t words = 0;      // per state, at least one
};

class Packing {
 public:
  explicit Packing(const machine::Machine& machine);

  [[nodiscard]] std::size_t slots() const { return coding_of_slot_.size(); }
  [[nodiscard]] std::size_t words() const { return layout_.words; }
  [[nodiscard]] const Fields& layout() const { return layout_; }

  void unpack(const std::uint64_t* words, std::int64_t* values) const;
  [[nodiscard]] std::int64_t value(const std::uint64_t* words, std::size_t slot) const;

  // Writes one slot. False where that needs more bits than the slot has: nothing is written, and
  // `widen` must come.
  bool put(const Change& change, std::uint64_t* words);
  void widen(std::uint32_t slot);

  [[nodiscard]] std::uint64_t bytes() const;  // of the dictionaries

 private:
  // How the values of one variable, or the locations of one agent, become codes.
  struct Coding {
    unsigned bits = 0;
    bool by_dictionary = false;
    std::int64_t low = 0;
    std::vector<std::int64_t> values;                       // by code
    std::unordered_map<std::int64_t, std::uint64_t> codes;  // never iterated
  };
  void place_fields();

  std::vector<Coding> codings_;
  std::vector<std::uint32_t> coding_of_slot_;
  Fields layout_;
};

}  // namespace headway::explicit_engine
