// Runs a Program for the tests of this room: one thread, flat memory of bytes with the target's
// layout, calls by recursion. The same C, compiled natively, must give the same results; so layout,
// conversions, order of evaluation and control flow are all judged by the native compiler. Knows no
// primitives, stops after a bounded number of steps, and gives no memory back.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/program/program.h"

namespace headway::frontend {

class FlatEvaluator {
 public:
  explicit FlatEvaluator(const program::Program& program);
  // Calls a function over integers by its name; throws std::runtime_error for what a sound program
  // never does.
  std::int64_t call(const std::string& function, const std::vector<std::int64_t>& arguments);

 private:
  using Bytes = std::vector<std::uint8_t>;
  using Address = std::uint64_t;
  struct Frame {
    const program::Function* function;
    std::vector<Address> locals;
  };
  struct Location {
    Address address;
    program::TypeId type;
    const program::Field* field;  // set if it may be a bit-field
  };

  Address allocate(std::uint64_t size);
  Bytes run(const program::Function& function, const std::vector<Bytes>& arguments);
  void execute(const program::Statement& statement, Frame& frame);
  Bytes invoke(const program::Call& call, Frame& frame);
  program::BlockId choose(const program::Switch& choice, Frame& frame);
  Location locate(const program::Place& place, Frame& frame);
  Location project(Location location, const std::vector<program::Projection>& projections,
                   Frame& frame);
  std::int64_t scalar(const program::Expr& expr, Frame& frame);
  std::int64_t binary(const program::Binary& node, program::TypeId type, Frame& frame);
  Bytes value(const program::Expr& expr, Frame& frame);
  std::int64_t load(const Location& location);
  void store(const Location& location, std::int64_t value);
  Bytes read(Address address, std::uint64_t size);
  void write(Address address, const Bytes& bytes);
  [[nodiscard]] std::int64_t wrap(std::int64_t value, program::TypeId type) const;
  [[nodiscard]] std::uint64_t size_of(program::TypeId type) const { return program_.at(type).size; }
  Bytes to_bytes(std::int64_t value, std::uint64_t size) const;
  std::int64_t from_bytes(const Bytes& bytes, program::TypeId type) const;

  const program::Program& program_;
  Bytes memory_;
  std::vector<Address> globals_;
  std::map<std::string, Address> strings_;
  std::uint64_t steps_ = 0;
};

}  // namespace headway::frontend
