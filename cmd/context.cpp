#include "cmd/context.hpp"

#include "base/printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <utility>

#include <sys/ioctl.h>
#include <unistd.h>

namespace arch::cmd {
namespace {

/// Longer lines than this are hard to read (Bringhurst: 45 to 75 characters; code and indentation
/// need some more).
constexpr std::size_t longest_line = 100;
constexpr std::size_t shortest_line = 20;

std::size_t terminal_width(int descriptor) {
  winsize size = {};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return 80;
  }
  return size.ws_col;
}

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written <= 0) {
      return;  // Where talk cannot be heard, there is nobody to tell.
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

Context::Context(Environment environment, std::string program)
    : environment_(std::move(environment)),
      program_(std::move(program)),
      out_(STDOUT_FILENO),
      out_is_terminal_(::isatty(STDOUT_FILENO) == 1),
      err_is_terminal_(::isatty(STDERR_FILENO) == 1),
      style_(false),
      err_style_(false) {
  set_color("auto");
}

void Context::set_color(std::string_view when) {
  // https://no-color.org: set and not empty. An explicit --color is stronger.
  const bool allowed = environment_.no_color.value_or("").empty() &&
                       environment_.terminal.value_or("dumb") != "dumb";
  const auto coloured = [&](bool is_terminal) {
    return when == "always" || (when == "auto" && allowed && is_terminal);
  };
  style_ = Style{coloured(out_is_terminal_)};
  err_style_ = Style{coloured(err_is_terminal_)};
}

std::optional<std::size_t> Context::wrap_width() const {
  if (!out_is_terminal_) {
    return std::nullopt;
  }
  return std::clamp(terminal_width(STDOUT_FILENO), shortest_line, longest_line);
}

std::size_t Context::columns() const {
  return out_is_terminal_ ? std::max(terminal_width(STDOUT_FILENO), shortest_line) : longest_line;
}

void Context::page() {
  if (!out_is_terminal_ || !pager_allowed_ || pager_) {
    return;
  }
  const std::string command =
      environment_.arch_pager ? *environment_.arch_pager : environment_.pager.value_or("less");
  if (command.empty() || command == "cat") {
    return;
  }
  pager_ = Pager::start(command);
  if (pager_) {
    out_.redirect(pager_->descriptor());
  }
}

void Context::finish() {
  try {
    out_.flush();
  } catch (const OutputClosed&) {
    pager_.reset();
    throw;
  }
  pager_.reset();
}

void Context::warn(std::string_view text, std::string_view hint) {
  std::string line = fmt::format("{} {}\n", err_style_.paint(Role::heading, "warning:"), text);
  if (!hint.empty()) {
    line += fmt::format("{} {}\n", err_style_.paint(Role::hint, "hint:"), hint);
  }
  write_all(STDERR_FILENO, line);
}

void Context::say(std::string_view text) {
  write_all(STDERR_FILENO, fmt::format("{}\n", text));
}

void Context::report(const Error& error) {
  std::string text = fmt::format(
      "{} {}\n", err_style_.paint(Role::error, "error:"), escape_controls(error.what()));
  if (!error.hint().empty()) {
    text += fmt::format(
        "{} {}\n", err_style_.paint(Role::hint, "hint:"), escape_controls(error.hint()));
  }
  write_all(STDERR_FILENO, text);
}

UtcTime Context::now() const {
  if (!environment_.now) {
    return UtcTime{std::time(nullptr)};
  }
  const std::optional<UtcTime> fixed = parse_rfc3339(*environment_.now);
  if (!fixed) {
    throw Error{ErrorKind::usage,
                fmt::format("ARCH_NOW is no time: {}", one_line(*environment_.now)),
                "write it as 2026-11-20T14:32:00Z, or unset it"};
  }
  return *fixed;
}

const Zone& Context::zone() {
  if (!zone_) {
    if (environment_.time_zone) {
      zone_ = Zone::load(*environment_.time_zone);
    } else {
      std::error_code absent;
      zone_ = std::filesystem::exists("/etc/localtime", absent) ? Zone::load("/etc/localtime")
                                                                : Zone::utc();
    }
  }
  return *zone_;
}

UtcTime Context::read_time(std::string_view typed, Edge edge, std::string_view option) {
  const std::optional<UtcTime> time = parse_time(typed, now(), zone(), edge);
  if (!time) {
    throw Error{ErrorKind::usage,
                fmt::format("{} is no time: {}", option, one_line(typed)),
                "write it as `2026-11-20 14:32`, `2026-11-20T14:32:00Z`, `yesterday 9:00`, "
                "`3 days ago`"};
  }
  return *time;
}

history::Archive Context::open_archive(store::OpenOptions::Access access) const {
  const std::optional<std::filesystem::path> folder = history::Archive::find_folder(".");
  if (!folder) {
    std::error_code unknown;
    throw Error{ErrorKind::not_found,
                fmt::format("there is no archive in {} or a folder above it",
                            one_line(std::filesystem::current_path(unknown).string())),
                "`arch init` makes one; `arch -C FOLDER …` works in another folder"};
  }
  return history::Archive{*folder, access};
}

}  // namespace arch::cmd
