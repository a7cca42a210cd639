// The error numbers of the kernel by name, so that a spec can say -EFAULT.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace headway::property {

// The positive number, as in C: "EFAULT" is 14.
std::optional<std::int64_t> errno_number(std::string_view name);

// The other way round, for reports; the first name in alphabetical order where there are two. Empty
// where there is none.
std::string_view errno_name(std::int64_t number);

}  // namespace headway::property
