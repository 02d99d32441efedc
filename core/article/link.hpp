#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace arch::article {

/// What a document needs of URLs: enough of RFC 3986 to make a link of a page absolute, and to tell
/// whether two are of one site. Nothing is decoded or encoded.

/// Returns `reference` as an absolute URL of http or https without its fragment, resolved against
/// `base` (RFC 3986, 5.2), scheme and host in small letters; nullopt for any other scheme, such as
/// javascript:, for a relative reference without a base, and for what is no URL: without a host,
/// longer than 2,048 bytes, with spaces or controls within. Spaces around it are ignored.
std::optional<std::string> resolve_link(std::string_view base, std::string_view reference);

/// The host of an absolute URL, without `www.` and port; empty when there is none.
std::string_view host_of(std::string_view url);

/// The path of an absolute URL from its first slash, without query and fragment; `/` when it has
/// none.
std::string_view path_of(std::string_view url);

/// The URL at the host that `m.` or `mobile.` stands before; the URL itself where neither does, or
/// where too little would be left.
std::string without_mobile_host(std::string_view url);

/// Whether the hosts of two URLs are equal, or one of them is below the other or beside it in one
/// registered_domain().
bool is_same_site(std::string_view left, std::string_view right);

/// Whether the URL is of a site's first page: its path is empty, or an index, or a language.
bool is_front_page(std::string_view url);

}  // namespace arch::article
