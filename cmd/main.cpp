#include "base/error.hpp"
#include "base/printable.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/help.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <unistd.h>

namespace arch::cmd {
namespace {

/// Keeps memory that was freed for the next that is asked for. Of a command that ends after some
/// milliseconds a fifth went into getting fresh pages from the system and giving them back.
void keep_freed_memory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
  mallopt(M_TRIM_THRESHOLD, 4 * 1024 * 1024);
  mallopt(M_TOP_PAD, 256 * 1024);
#endif
}

std::optional<std::string> find_variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>{value};
}

/// The first of the two that is set.
std::optional<std::string> find_variable(const char* name, const char* other) {
  std::optional<std::string> value = find_variable(name);
  return value ? value : find_variable(other);
}

Environment read_environment() {
  return {.now = find_variable("ARCH_NOW"),
          .time_zone = find_variable("TZ"),
          .no_color = find_variable("NO_COLOR"),
          .arch_pager = find_variable("ARCH_PAGER"),
          .pager = find_variable("PAGER"),
          .terminal = find_variable("TERM"),
          .path = find_variable("PATH"),
          // Not HTTP_PROXY: a web server sets it to what a client sent (https://httpoxy.org/).
          .http_proxy = find_variable("http_proxy"),
          .https_proxy = find_variable("https_proxy", "HTTPS_PROXY"),
          .all_proxy = find_variable("all_proxy", "ALL_PROXY"),
          .no_proxy = find_variable("no_proxy", "NO_PROXY"),
          .ssl_cert_file = find_variable("SSL_CERT_FILE")};
}

Exit exit_for(ErrorKind kind) {
  switch (kind) {
    using enum ErrorKind;
    case usage:
      return Exit::usage;
    case corrupt:
      return Exit::corrupt;
    case interrupted:
      return Exit::interrupted;
    case unsupported:
    case not_found:
    case io:
    case network:
    case busy:
      return Exit::failed;
  }
  return Exit::internal;
}

void enter(std::string_view folder) {
  if (::chdir(std::string{folder}.c_str()) != 0) {
    throw make_io_error(fmt::format("entering {}", one_line(folder)));
  }
}

Exit run(std::span<const char* const> words, Context& context) {
  const Globals globals = parse_globals(words);
  for (const std::string_view folder : globals.folders) {
    enter(folder);
  }
  if (globals.color) {
    context.set_color(*globals.color);
  }
  if (globals.no_pager) {
    context.forbid_pager();
  }
  words = words.subspan(globals.words);
  if (globals.version) {
    context.out().line(fmt::format("arch {}", version));
    return Exit::ok;
  }
  if (globals.help && words.empty()) {
    context.out().write(overview());
    return Exit::ok;
  }
  if (words.empty()) {
    context.say(overview());
    return Exit::usage;
  }

  if (words.size() == 2 && find_command(words[0]) == nullptr && !commands_of(words[0]).empty() &&
      (std::string_view{words[1]} == "--help" || std::string_view{words[1]} == "-h")) {
    context.out().write(help_of_group(words[0]));
    return Exit::ok;
  }
  const NamedCommand named = read_command(words);
  const Arguments arguments = parse_arguments(*named.command, words.subspan(named.words));
  if (const auto color = arguments.find("color")) {
    context.set_color(*color);
  }
  if (arguments.has("no-pager")) {
    context.forbid_pager();
  }
  if (arguments.has("help") || globals.help) {
    context.page();
    context.out().write(help_of(*named.command));
    return Exit::ok;
  }
  return named.command->run(arguments, context);
}

/// What was printed before an error belongs before it. A failure of that is not told: the first one
/// is.
void finish_quietly(Context& context) noexcept {
  try {
    context.finish();
  } catch (...) {
    return;
  }
}

/// Runs the command and turns what it throws into words and a number.
Exit run_and_report(std::span<const char* const> words, Context& context) {
  try {
    const Exit exit = run(words, context);
    context.finish();
    return exit;
  } catch (const OutputClosed&) {
    return Exit::ok;
  } catch (const Error& error) {
    finish_quietly(context);
    context.report(error);
    return exit_for(error.kind());
  } catch (const std::bad_alloc&) {
    context.report(Error{ErrorKind::io, "there is not enough memory"});
    return Exit::failed;
  } catch (const std::exception& fault) {
    context.report(Error{ErrorKind::io,
                         fmt::format("fault of arch: {}", fault.what()),
                         "please report it with the command that led to it"});
    return Exit::internal;
  }
}

}  // namespace
}  // namespace arch::cmd

int main(int argc, char** argv) {
  arch::cmd::keep_freed_memory();
  // A reader that goes away is noticed where we write; the signal would end `arch add` halfway.
  std::signal(SIGPIPE, SIG_IGN);
  const std::span<const char* const> words{argv, static_cast<std::size_t>(argc)};
  const std::string_view called = words.empty() ? std::string_view{} : words[0];
  // docs/decisions/0006-installed-name.md: the two names that the program has.
  const char* const program = called.ends_with("newsarch") ? "newsarch" : "arch";
  arch::cmd::Context context{arch::cmd::read_environment(), program};
  return static_cast<int>(arch::cmd::run_and_report(words.subspan(words.empty() ? 0 : 1), context));
}
