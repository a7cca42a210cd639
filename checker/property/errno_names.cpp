// One table, by name. The numbers are those of x86-64 Linux; the last ones are the kernel's own,
// which user space never sees.
#include "checker/property/errno_names.h"

#include <map>

namespace headway::property {

namespace {

const std::map<std::string_view, std::int64_t> kNumbers = {
    {"E2BIG", 7},         {"EACCES", 13},     {"EAGAIN", 11},
    {"EBADF", 9},         {"EBUSY", 16},      {"EDEADLK", 35},
    {"EDQUOT", 122},      {"EEXIST", 17},     {"EFAULT", 14},
    {"EFBIG", 27},        {"EHWPOISON", 133}, {"EINTR", 4},
    {"EINVAL", 22},       {"EIO", 5},         {"EIOCBQUEUED", 529},
    {"EMFILE", 24},       {"ENODATA", 61},    {"ENODEV", 19},
    {"ENOENT", 2},        {"ENOMEM", 12},     {"ENOSPC", 28},
    {"ENOSYS", 38},       {"ENOTBLK", 15},    {"ENXIO", 6},
    {"EOPNOTSUPP", 95},   {"EOVERFLOW", 75},  {"EPERM", 1},
    {"EPIPE", 32},        {"ERANGE", 34},     {"ERESTARTNOHAND", 514},
    {"ERESTARTSYS", 512}, {"EROFS", 30},      {"ESPIPE", 29},
    {"ESTALE", 116},      {"ETIMEDOUT", 110}, {"ETXTBSY", 26},
    {"EWOULDBLOCK", 11},  {"EXDEV", 18},
};

}  // namespace

std::optional<std::int64_t> errno_number(std::string_view name) {
  const auto found = kNumbers.find(name);
  if (found == kNumbers.end()) return std::nullopt;
  return found->second;
}

std::string_view errno_name(std::int64_t number) {
  for (const auto& [name, value] : kNumbers) {
    if (value == number) return name;
  }
  return "";
}

}  // namespace headway::property
