// fork, exec, wait; input and output go through unnamed files, so that no pipe can fill up.
#include "checker/cli/child.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace headway::cli {

namespace {

std::string content(std::FILE* file) {
  std::rewind(file);
  std::string text;
  for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text += static_cast<char>(c);
  return text;
}

}  // namespace

Said run_child(const std::string& program, const std::vector<std::string>& arguments,
               const std::string& input) {
  std::vector<std::string> words = arguments;
  words.insert(words.begin(), program);
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const auto close = [](std::FILE* file) { std::fclose(file); };
  const std::unique_ptr<std::FILE, decltype(close)> in(std::tmpfile(), close),
      out(std::tmpfile(), close), err(std::tmpfile(), close);
  if (!in || !out || !err) return {-1, "", "no temporary file"};
  if (std::fwrite(input.data(), 1, input.size(), in.get()) != input.size() ||
      std::fflush(in.get()) != 0)
    return {-1, "", "no room for a temporary file"};
  std::rewind(in.get());
  const pid_t child = fork();
  if (child == 0) {
    dup2(fileno(in.get()), STDIN_FILENO);
    dup2(fileno(out.get()), STDOUT_FILENO);
    dup2(fileno(err.get()), STDERR_FILENO);
    execvp(program.c_str(), argv.data());
    _exit(kNoSuchProgram);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return {-1, "", "no child"};
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), content(out.get()),
          content(err.get())};
}

}  // namespace headway::cli
