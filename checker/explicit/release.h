// Gives the memory of a vector back. (Assigning {} keeps it: that empties the list and no more.)
#pragma once

#include <vector>

namespace headway::explicit_engine {

template <typename T>
void release(std::vector<T>& list) {
  std::vector<T>().swap(list);
}

}  // namespace headway::explicit_engine
