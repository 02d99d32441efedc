#include "git_sandbox.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace arch::test {
namespace {

struct Outcome {
  int status = 0;
  std::string output = {};
};

Outcome run_shell(const std::filesystem::path& folder, const std::string& script) {
  const std::filesystem::path file = folder / ".script";
  std::ofstream{file} << "cd '" << folder.string() << "'\n" << script << "\n";
  const std::string home = folder.string();
  const std::string command = "env -i PATH=\"$PATH\" HOME='" + home +
                              "' LC_ALL=C.UTF-8 TZ=UTC GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0"
                              " GIT_AUTHOR_NAME='Jane Doe' GIT_AUTHOR_EMAIL=jane@example.org"
                              " GIT_COMMITTER_NAME='Jane Doe' GIT_COMMITTER_EMAIL=jane@example.org"
                              " sh -eu '" +
                              file.string() + "' 2>&1";
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) {
    throw std::runtime_error{"cannot start a shell"};
  }
  Outcome outcome;
  std::array<char, 4096> piece;
  while (const std::size_t count = std::fread(piece.data(), 1, piece.size(), pipe)) {
    outcome.output.append(piece.data(), count);
  }
  outcome.status = ::pclose(pipe);
  if (outcome.output.ends_with('\n')) {
    outcome.output.pop_back();
  }
  return outcome;
}

}  // namespace

GitSandbox::GitSandbox() {
  std::ofstream{folder_ / ".gitconfig"} << "[init]\n\tdefaultBranch = main\n"
                                           "[protocol \"file\"]\n\tallow = always\n"
                                           "[core]\n\tquotePath = false\n"
                                           "[gc]\n\tauto = 0\n"
                                           "[safe]\n\tdirectory = *\n";
}

std::string GitSandbox::run(const std::string& script) const {
  Outcome outcome = run_shell(folder_.path(), script);
  if (outcome.status != 0) {
    throw std::runtime_error{"this failed:\n" + script + "\n" + outcome.output};
  }
  return std::move(outcome.output);
}

int GitSandbox::status_of(const std::string& script) const {
  return run_shell(folder_.path(), script).status;
}

void GitSandbox::init(const std::string& name, const std::string& options) {
  repository_ = name;
  run("git init --quiet " + options + " '" + name + "'");
}

void GitSandbox::write(const std::string& file, std::string_view content) const {
  const std::filesystem::path path = repository() / file;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream{path, std::ios::binary} << content;
}

std::string GitSandbox::commit(std::int64_t seconds, const std::string& message) const {
  write("../message", message);
  const std::string time = std::to_string(sandbox_epoch + seconds) + " +0000";
  return run("cd '" + repository_ + "'\ngit add --all\nGIT_AUTHOR_DATE='" + time +
             "' GIT_COMMITTER_DATE='" + time +
             "' git commit --quiet --allow-empty --allow-empty-message --cleanup=verbatim "
             "--file=../message\ngit rev-parse HEAD");
}

std::string GitSandbox::git(const std::string& arguments) const {
  return run("git -C '" + repository_ + "' " + arguments);
}

}  // namespace arch::test
