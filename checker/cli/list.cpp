// `headway list [DIR]`: the examples, what is expected of them, and, with --table, --levels,
// --mutants, --passes or --spin, what is found.
#include "checker/cli/commands.h"
#include "checker/cli/expectations.h"
#include "checker/cli/levels_table.h"
#include "checker/cli/mutants.h"
#include "checker/cli/pass_table.h"
#include "checker/cli/spin_table.h"
#include "checker/cli/table.h"

namespace headway::cli {

namespace {

void print_entry(const Entry& entry, std::ostream& out) {
  out << entry.name << "  " << entry.title;
  if (!entry.kind.empty() || !entry.evidence.empty()) {
    out << " (" << entry.kind << (entry.kind.empty() || entry.evidence.empty() ? "" : ", ")
        << (entry.evidence.empty() ? "" : "evidence " + entry.evidence) << ')';
  }
  out << '\n';
  for (const ExpectedFile& file : entry.files) {
    out << "    " << entry.directory << '/' << file.file << ": ";
    bool first = true;
    for (const auto& [id, expected] : file.properties) {
      out << (first ? "" : ", ") << id << ' ' << shown(expected);
      first = false;
    }
    if (file.others) out << (first ? "everything " : ", everything else ") << shown(*file.others);
    out << '\n';
  }
}

}  // namespace

int list(const Options& options, const Streams& streams) {
  const Resources resources = find_resources();
  const std::string directory = options.path.empty() ? resources.examples_directory : options.path;
  const std::vector<Entry> entries = read_entries(directory);
  if (options.table || options.levels || options.mutants || options.passes || options.spin) {
    int status = kHolds;
    if (options.table) status = print_table(entries, options, resources, streams);
    if (options.levels)
      status = graver(status, print_levels_table(entries, options, resources, streams));
    if (options.mutants)
      status = graver(status, print_mutants(entries, options, resources, streams));
    if (options.passes)
      status = graver(status, print_pass_table(entries, options, resources, streams));
    if (options.spin)
      status = graver(status, print_spin_table(entries, options, resources, streams));
    return status;
  }
  for (const Entry& entry : entries) print_entry(entry, streams.out);
  return kHolds;
}

}  // namespace headway::cli
