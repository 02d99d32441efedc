#include "base/idna.hpp"

#include "base/ascii.hpp"
#include "base/c_ptr.hpp"
#include "base/error.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>
#include <unicode/uidna.h>

#include <cstdint>
#include <limits>

namespace arch {

namespace {

/// What the standard lets pass: https://url.spec.whatwg.org/#concept-domain-to-ascii asks neither
/// for DNS's lengths nor for where hyphens stand.
constexpr std::uint32_t allowed_errors =
    UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG | UIDNA_ERROR_DOMAIN_NAME_TOO_LONG |
    UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;

const UIDNA* uts46() {
  static const CPtr<UIDNA, uidna_close> idna = [] {
    UErrorCode status = U_ZERO_ERROR;
    CPtr<UIDNA, uidna_close> opened{uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                                                        UIDNA_NONTRANSITIONAL_TO_ASCII |
                                                        UIDNA_NONTRANSITIONAL_TO_UNICODE,
                                                    &status)};
    if (U_FAILURE(status)) {
      throw Error{ErrorKind::io, fmt::format("using ICU: {}", u_errorName(status))};
    }
    return opened;
  }();
  return idna.get();
}

}  // namespace

std::optional<std::string> to_ascii_host(std::string_view name) {
  if (is_ascii(name)) {
    return ascii_lowered(name);
  }
  ARCH_ASSERT(name.size() < std::numeric_limits<std::int32_t>::max() / 2);
  std::string result(2 * name.size() + 64, '\0');
  while (true) {
    UErrorCode status = U_ZERO_ERROR;
    UIDNAInfo details = UIDNA_INFO_INITIALIZER;
    const std::int32_t size = uidna_nameToASCII_UTF8(uts46(),
                                                     name.data(),
                                                     static_cast<std::int32_t>(name.size()),
                                                     result.data(),
                                                     static_cast<std::int32_t>(result.size()),
                                                     &details,
                                                     &status);
    if (status == U_BUFFER_OVERFLOW_ERROR) {
      result.resize(static_cast<std::size_t>(size));
      continue;
    }
    if (U_FAILURE(status) || (details.errors & ~allowed_errors) != 0) {
      return std::nullopt;
    }
    result.resize(static_cast<std::size_t>(size));
    return result;
  }
}

}  // namespace arch
