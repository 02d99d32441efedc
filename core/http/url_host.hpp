#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace arch::http {

/// Reads the host of an http URL as it is written and returns it as it is serialised
/// (https://url.spec.whatwg.org/#host-parsing), or nullopt for what is no host: names in ASCII,
/// whatever form of number means an IPv4 address as `127.0.0.1`, an IPv6 address in its shortest
/// form in brackets. `text` must be valid UTF-8.
std::optional<std::string> parse_host(std::string_view text);

/// Whether a serialised host is an IPv4 or IPv6 address.
bool is_address(std::string_view host);

/// Appends `byte` as `%XX`.
void append_percent_encoded(std::string& text, unsigned char byte);

/// Replaces each `%XX` by its byte; what is no such triplet stays.
std::string percent_decoded(std::string_view text);

}  // namespace arch::http
