#include "cmd/watch_file.hpp"

#include "base/file.hpp"
#include "cmd/describe.hpp"
#include "history/archive.hpp"

#include <fmt/format.h>

namespace arch::cmd {

std::filesystem::path watch_file() {
  const auto folder = history::Archive::find_folder(".");
  if (!folder) {
    throw Error{ErrorKind::not_found, "there is no archive here or above", "`arch init` makes one"};
  }
  return folder->parent_path() / "arch.toml";
}

capture::WatchConfig read_watch_file(const std::filesystem::path& path, Context& context) {
  Bytes bytes;
  try {
    bytes = read_file(path, capture::max_config_size);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::not_found) {
      throw;
    }
    throw Error{ErrorKind::not_found,
                fmt::format("there is no {}", path.string()),
                "`arch watch add URL` makes one for a site"};
  }
  capture::ParsedConfig parsed = capture::parse_watch_config(as_text(bytes));
  for (const capture::ConfigProblem& problem : parsed.problems) {
    const std::string column = problem.column == 0 ? "" : fmt::format("{}:", problem.column);
    context.report(Error{
        ErrorKind::usage,
        fmt::format("{}:{}:{} {}", path.filename().string(), problem.line, column, problem.what),
        problem.hint});
  }
  if (!parsed.problems.empty()) {
    throw Error{ErrorKind::usage,
                fmt::format("arch.toml has {}", counted(parsed.problems.size(), "problem"))};
  }
  return std::move(parsed.config);
}

article::SharedRules read_site_rules(Context& context) {
  const std::filesystem::path path = watch_file();
  return std::filesystem::exists(path) ? read_watch_file(path, context).rules : nullptr;
}

}  // namespace arch::cmd
