#include "base/error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace arch {

Error::Error(ErrorKind kind, const std::string& what, std::string hint)
    : std::runtime_error{what}, kind_{kind}, hint_{std::move(hint)} {}

Error make_io_error(std::string_view action) {
  const int cause = errno;
  // generic_category speaks English in every locale, and is thread-safe where strerror is not.
  return Error{ErrorKind::io,
               fmt::format("{}: {}", action, std::generic_category().message(cause))};
}

void throw_assertion_failed(const char* condition, const char* file, int line) {
  throw std::logic_error{fmt::format("{}:{}: not true: {}", file, line, condition)};
}

}  // namespace arch
