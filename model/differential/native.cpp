#include "model/differential/native.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "model/source/error.h"

namespace headway::differential {

namespace {

namespace fs = std::filesystem;

// Runs a command by its argument vector, with output and errors in files. Its status as wait() has
// it.
int execute(const std::vector<std::string>& command, const fs::path& output,
            const fs::path& errors) {
  const pid_t child = fork();
  CHECK(child >= 0);
  if (child == 0) {
    const auto redirect = [](const fs::path& file, int to) {
      const int handle = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
      if (handle < 0 || dup2(handle, to) < 0) _exit(126);
    };
    redirect(output, 1);
    redirect(errors, 2);
    setenv("ASAN_OPTIONS", "detect_leaks=0:detect_stack_use_after_return=1", 1);
    std::vector<char*> arguments;
    for (const std::string& one : command) arguments.push_back(const_cast<char*>(one.c_str()));
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

std::string content(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "headway-random-XXXXXX").string();
    CHECK(mkdtemp(name.data()) != nullptr, name);
    path = name;
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  fs::path path;
};

// The names and expressions of HW_OBSERVE, each on a line of its own.
std::vector<std::pair<std::string, std::string>> observed_in(const std::string& code) {
  static const std::string kWord = "HW_OBSERVE(";
  std::vector<std::pair<std::string, std::string>> found;
  std::istringstream lines(code);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(kWord)) continue;
    const std::size_t comma = line.find(','), end = line.rfind(')');
    found.emplace_back(line.substr(kWord.size(), comma - kWord.size()),
                       line.substr(comma + 1, end - comma - 1));
  }
  return found;
}

void write_batch(const fs::path& file, const std::vector<std::string>& codes,
                 const std::vector<std::string>& prefixes) {
  std::ofstream out(file);
  std::string table;
  for (std::size_t k = 0; k < codes.size(); ++k) {
    const std::string& prefix = prefixes[k];
    out << "#line 1 \"program " << k << "\"\n" << codes[k];
    // One function for all: a compiler takes long over many.
    int count = 0;
    out << "static void " << prefix << "show(long *out)\n{\n";
    for (const auto& [name, value] : observed_in(codes[k]))
      out << "\tout[" << count++ << "] = (long)(" << value << ");\n";
    out << "}\n";
    table += "\t{ " + prefix + "begin, " + prefix + "thread, " + prefix + "show, " +
             std::to_string(count) + " },\n";
  }
  out << "const struct hw_program hw_programs[] = {\n" << table << "};\n";
  out << "const int hw_program_count = " << codes.size() << ";\n";
}

std::vector<std::string> command_line(const Compiler& compiler, const fs::path& folder) {
  const std::string native = HEADWAY_DIFFERENTIAL_DIRECTORY "/native";
  std::vector<std::string> command = {compiler.command,
                                      "-std=gnu11",
                                      compiler.level,
                                      "-fno-strict-overflow",
                                      "-fno-strict-aliasing",
                                      "-funsigned-char",
                                      "-fno-delete-null-pointer-checks",
                                      "-w",
                                      "-I",
                                      native,
                                      (folder / "batch.c").string(),
                                      native + "/main.c",
                                      "-o",
                                      (folder / "batch").string()};
  // Every run is a process of its own, which a static program starts faster.
  if (!compiler.sanitized) command.emplace_back("-static");
  if (compiler.sanitized) {
    command.insert(command.begin() + 1,
                   {"-g0", "-fsanitize=undefined,address", "-fno-sanitize-recover=all"});
  }
  return command;
}

}  // namespace

std::string prefix_of(std::size_t number) { return "p" + std::to_string(number) + "_"; }

std::vector<std::string> observables_of(const std::string& code) {
  std::vector<std::string> names;
  for (const auto& [name, value] : observed_in(code)) names.push_back(name);
  return names;
}

std::vector<NativeRuns> run_natively(const std::vector<std::string>& codes,
                                     const std::vector<std::string>& prefixes,
                                     const Compiler& compiler, std::string& message) {
  const Folder folder;
  write_batch(folder.path / "batch.c", codes, prefixes);
  const auto command = command_line(compiler, folder.path);
  const fs::path output = folder.path / "output", errors = folder.path / "errors";
  if (execute(command, output, errors) != 0) {
    message = content(errors);
    return {};
  }
  if (execute({(folder.path / "batch").string()}, output, errors) != 0) {
    message = "the batch ends with an error: " + content(errors);
    return {};
  }
  std::vector<NativeRuns> runs(codes.size());
  std::istringstream lines(content(output));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::size_t number = 0;
    std::int64_t state = 0;
    NativeRun run;
    words >> number >> state >> run.status;
    for (std::int64_t value = 0; words >> value;) run.values.push_back(value);
    CHECK(number < runs.size(), line);
    runs[number][state] = std::move(run);
  }
  return runs;
}

std::vector<NativeRuns> run_around_crashes(const std::vector<std::string>& codes,
                                           const std::vector<std::string>& prefixes,
                                           const Compiler& compiler, std::string& message,
                                           std::vector<std::size_t>& crashed) {
  auto runs = run_natively(codes, prefixes, compiler, message);
  // gcc's word is also what its driver says of a part that was killed; Clang's is its advice.
  const bool crash = message.find("internal compiler error") != std::string::npos ||
                     message.find("PLEASE submit a bug report") != std::string::npos;
  if (!runs.empty() || !crash) return runs;
  message.clear();
  if (codes.size() == 1) {
    crashed.push_back(0);
    return {NativeRuns{}};
  }
  const auto half = static_cast<std::ptrdiff_t>(codes.size() / 2);
  const auto part = [&](auto from, auto to, auto names, std::size_t offset) {
    std::vector<std::size_t> here;
    auto some =
        run_around_crashes({from, to}, {names, names + (to - from)}, compiler, message, here);
    for (const std::size_t number : here) crashed.push_back(offset + number);
    return some;
  };
  runs = part(codes.begin(), codes.begin() + half, prefixes.begin(), 0);
  auto rest = part(codes.begin() + half, codes.end(), prefixes.begin() + half,
                   static_cast<std::size_t>(half));
  if (runs.empty() || rest.empty()) return {};
  std::move(rest.begin(), rest.end(), std::back_inserter(runs));
  return runs;
}

}  // namespace headway::differential
