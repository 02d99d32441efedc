#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace arch {

/// Why an operation could not be done. Each kind is a different answer to
/// "what can the user do now?", and maps to one exit status in cmd/main.cpp.
enum class ErrorKind {
  usage,        ///< The request makes no sense; change the command line.
  unsupported,  ///< It is larger, or of a later or other kind, than this version takes.
  not_found,    ///< The named article, revision or archive does not exist.
  corrupt,      ///< Stored bytes do not match their id or format.
  io,           ///< The operating system refused; the cause is in the message.
  network,      ///< The remote host could not be reached or broke the protocol.
  busy,         ///< Another process holds the archive.
  interrupted,  ///< The user stopped it; what was done is kept.
};

/// Something that could not be done, as one line for the user: lower case, no
/// full stop, the action and its object, then the cause: `opening
/// packs/3f.pack: Permission denied`.
class Error : public std::runtime_error {
public:
  Error(ErrorKind kind, const std::string& what, std::string hint = {});

  ErrorKind kind() const { return kind_; }

  /// What to try next, or empty.
  const std::string& hint() const { return hint_; }

private:
  ErrorKind kind_;
  std::string hint_;
};

/// Returns Error{io} with the message `<action>: <what errno says>`. Call it
/// before anything that may change errno.
[[nodiscard]] Error make_io_error(std::string_view action);

/// Throws std::logic_error, which only cmd/main.cpp catches: core/ may not
/// print.
[[noreturn]] void throw_assertion_failed(const char* condition, const char* file, int line);

}  // namespace arch

/// States an invariant of our own code; on in every build.
#define ARCH_ASSERT(condition)        \
  ((condition) ? static_cast<void>(0) \
               : ::arch::throw_assertion_failed(#condition, __FILE__, __LINE__))
