#pragma once

#include "base/error.hpp"
#include "base/time.hpp"
#include "cmd/output.hpp"
#include "cmd/pager.hpp"
#include "cmd/style.hpp"
#include "history/archive.hpp"
#include "history/names.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace arch::cmd {

/// The variables that arch reads, docs/cli.md#environment. Absent is not the same as empty.
struct Environment {
  std::optional<std::string> now = {};         ///< ARCH_NOW
  std::optional<std::string> time_zone = {};   ///< TZ
  std::optional<std::string> no_color = {};    ///< NO_COLOR
  std::optional<std::string> arch_pager = {};  ///< ARCH_PAGER
  std::optional<std::string> pager = {};       ///< PAGER
  std::optional<std::string> terminal = {};    ///< TERM
  std::optional<std::string> path = {};        ///< PATH
  /// The proxies, in small letters or, but for the first, in capitals.
  std::optional<std::string> http_proxy = {};
  std::optional<std::string> https_proxy = {};
  std::optional<std::string> all_proxy = {};
  std::optional<std::string> no_proxy = {};
  std::optional<std::string> ssl_cert_file = {};  ///< SSL_CERT_FILE
};

/// What surrounds a command: where it prints, the clock, the zone, the archive it stands in.
class Context {
public:
  /// `program` is what arch was called as: `arch`, `newsarch`.
  Context(Environment environment, std::string program);

  /// `--color` and `--no-pager`, before a command runs.
  void set_color(std::string_view when);
  void forbid_pager() { pager_allowed_ = false; }

  const std::string& program() const { return program_; }
  const Environment& environment() const { return environment_; }

  Output& out() { return out_; }
  /// How to paint what goes to out().
  const Style& style() const { return style_; }
  bool out_is_terminal() const { return out_is_terminal_; }
  /// Columns to wrap text at, or nullopt when the output is no terminal and nothing is wrapped.
  std::optional<std::size_t> wrap_width() const;

  /// Columns of the terminal that out() is, or of a page that is easy to read if it is none.
  std::size_t columns() const;

  /// Shows what is printed from now on through a pager, if out() is a terminal.
  void page();
  /// Flushes, and waits for the pager.
  void finish();

  /// Talk for the user, on stderr: `warning: …`, `hint: …`, or the text alone.
  void warn(std::string_view text, std::string_view hint = {});
  void say(std::string_view text);
  void report(const Error& error);

  /// Throws Error{usage} if ARCH_NOW is no time.
  UtcTime now() const;
  /// Throws Error{usage} if TZ names no zone.
  const Zone& zone();
  history::TimeContext times() { return {.now = now(), .zone = zone()}; }
  /// Reads a time that was typed as the value of `option`. Throws Error{usage}.
  UtcTime read_time(std::string_view typed, Edge edge, std::string_view option);

  /// Opens the archive that the current folder is in. Throws Error{not_found}.
  history::Archive open_archive(store::OpenOptions::Access access) const;

private:
  Environment environment_;
  std::string program_;
  Output out_;
  bool out_is_terminal_;
  bool err_is_terminal_;
  bool pager_allowed_ = true;
  Style style_;
  Style err_style_;
  std::optional<Zone> zone_ = {};
  std::unique_ptr<Pager> pager_ = {};
};

}  // namespace arch::cmd
