#pragma once

#include <string>

struct sockaddr;

namespace arch::http {

/// Whether an address is reached over the public network, by IANA's registries of special-purpose
/// addresses (RFC 6890, as of 2026): not loopback, private, link-local, shared (CGNAT), multicast,
/// reserved or for documents, also not as an IPv4 address within an IPv6 one. False for all but
/// IPv4 and IPv6.
bool is_public(const sockaddr& address);

/// Returns `192.0.2.1` or `2001:db8::1`; empty for other families.
std::string to_text(const sockaddr& address);

/// Whether `host`, as a Url has it, is an address that is not public.
bool is_private_address(const std::string& host);

}  // namespace arch::http
