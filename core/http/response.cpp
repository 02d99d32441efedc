#include "base/error.hpp"
#include "base/printable.hpp"
#include "http/fetcher.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace arch::http {

std::string_view name_of(FailureKind kind) {
  switch (kind) {
    using enum FailureKind;
    case dns:
      return "dns";
    case refused:
      return "refused";
    case tls:
      return "tls";
    case timeout:
      return "timeout";
    case truncated:
      return "truncated";
    case malformed:
      return "malformed";
    case too_large:
      return "too large";
    case too_many_redirects:
      return "too many redirects";
    case bad_redirect:
      return "bad redirect";
    case not_followed:
      return "not followed";
    case private_address:
      return "private address";
    case proxy:
      return "proxy";
    case cancelled:
      return "cancelled";
  }
  return {};
}

std::optional<std::string_view> Response::find_header(std::string_view name) const {
  const auto header = std::ranges::find(headers, name, &Header::name);
  return header == headers.end() ? std::nullopt : std::optional<std::string_view>{header->value};
}

std::string make_user_agent(std::string_view version, std::string_view contact) {
  const bool is_plain = std::ranges::all_of(
      contact, [](char c) { return c > ' ' && c <= '~' && c != '(' && c != ')'; });
  if (!is_plain) {
    throw Error{ErrorKind::usage,
                fmt::format("'{}' cannot stand in a User-Agent", one_line(contact)),
                "a contact is a URL or an address of e-mail, without spaces and brackets"};
  }
  const std::string product = fmt::format("{}/{}", product_token, version);
  return contact.empty() ? product : fmt::format("{} (+{})", product, contact);
}

}  // namespace arch::http
