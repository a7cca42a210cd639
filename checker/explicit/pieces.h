// A list that grows without being copied, which would take it twice for a moment; in one piece at
// last. Pieces are of a size that the allocator gives back to the system at once.
#pragma once

#include <cstddef>
#include <vector>

#include "checker/explicit/release.h"

namespace headway::explicit_engine {

template <typename T>
class Pieces {
 public:
  void push_back(const T& value) {
    if (pieces_.empty() || pieces_.back().size() == kPiece) {
      pieces_.emplace_back();
      if (pieces_.size() > 1) pieces_.back().reserve(kPiece);
    }
    pieces_.back().push_back(value);
    ++size_;
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  std::vector<T> joined() {
    std::vector<T> all;
    all.reserve(size_);
    for (std::vector<T>& piece : pieces_) {
      all.insert(all.end(), piece.begin(), piece.end());
      release(piece);
    }
    *this = {};
    return all;
  }

 private:
  static constexpr std::size_t kPiece = (std::size_t{32} << 20U) / sizeof(T);
  std::vector<std::vector<T>> pieces_;
  std::size_t size_ = 0;
};

}  // namespace headway::explicit_engine
