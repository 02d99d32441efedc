#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace arch {

/// Returns a host's name in ASCII as the WHATWG's "domain to ASCII" has it (UTS #46, by ICU,
/// without transitional mappings and without DNS's limits): lower case, labels beyond ASCII as
/// punycode. Nullopt for what is no name. Names that are ASCII are only put in lower case. `name`
/// must be smaller than 2^30 bytes.
std::optional<std::string> to_ascii_host(std::string_view name);

}  // namespace arch
