#include "http/url_host.hpp"

#include "base/ascii.hpp"
#include "base/idna.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace arch::http {

namespace {

std::optional<unsigned> hex_value(char c) {
  if (is_ascii_digit(c)) {
    return static_cast<unsigned>(c - '0');
  }
  const char lower = to_ascii_lower(c);
  if (lower >= 'a' && lower <= 'f') {
    return static_cast<unsigned>(lower - 'a') + 10;
  }
  return std::nullopt;
}

/// https://url.spec.whatwg.org/#forbidden-domain-code-point
bool is_forbidden_in_name(char c) {
  constexpr std::string_view forbidden = " #/:<>?@[\\]^|%\x7F";
  return static_cast<unsigned char>(c) < 0x20 || forbidden.find(c) != std::string_view::npos;
}

/// One part of an IPv4 address: decimal, octal after 0, hexadecimal after 0x. Nullopt when it is
/// no number; a number that is too large is 2^32 or more.
std::optional<std::uint64_t> parse_ipv4_number(std::string_view text) {
  if (text.empty()) {
    return std::nullopt;
  }
  unsigned base = 10;
  if (text.size() >= 2 && text[0] == '0' && to_ascii_lower(text[1]) == 'x') {
    base = 16;
    text.remove_prefix(2);
  } else if (text.size() >= 2 && text[0] == '0') {
    base = 8;
    text.remove_prefix(1);
  }
  constexpr std::uint64_t too_large = std::uint64_t{1} << 40;
  std::uint64_t value = 0;
  for (const char c : text) {
    const std::optional<unsigned> digit = hex_value(c);
    if (!digit || *digit >= base) {
      return std::nullopt;
    }
    value = std::min(value * base + *digit, too_large);
  }
  return value;
}

std::vector<std::string_view> split_at_dots(std::string_view host) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= host.size();) {
    const std::size_t end = std::min(host.find('.', begin), host.size());
    parts.push_back(host.substr(begin, end - begin));
    begin = end + 1;
  }
  if (parts.size() > 1 && parts.back().empty()) {
    parts.pop_back();
  }
  return parts;
}

/// https://url.spec.whatwg.org/#ends-in-a-number-checker
bool ends_in_number(std::string_view host) {
  std::string_view last = host;
  if (last.ends_with('.')) {
    last.remove_suffix(1);
  }
  last.remove_prefix(last.rfind('.') + 1);
  return (!last.empty() && std::ranges::all_of(last, is_ascii_digit)) ||
         parse_ipv4_number(last).has_value();
}

std::optional<std::string> parse_ipv4(std::string_view host) {
  const std::vector<std::string_view> parts = split_at_dots(host);
  if (parts.size() > 4) {
    return std::nullopt;
  }
  std::uint64_t address = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::optional<std::uint64_t> number = parse_ipv4_number(parts[i]);
    const bool is_last = i + 1 == parts.size();
    const std::uint64_t limit = is_last ? std::uint64_t{1} << (8 * (5 - parts.size())) : 256;
    if (!number || *number >= limit) {
      return std::nullopt;
    }
    address += is_last ? *number : *number << (8 * (3 - i));
  }
  return fmt::format("{}.{}.{}.{}",
                     address >> 24U & 0xFFU,
                     address >> 16U & 0xFFU,
                     address >> 8U & 0xFFU,
                     address & 0xFFU);
}

using Ipv6 = std::array<std::uint16_t, 8>;

/// The four numbers at the end of an IPv6 address, as two pieces.
std::optional<std::array<std::uint16_t, 2>> parse_embedded_ipv4(std::string_view text) {
  std::array<unsigned, 4> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::size_t end = std::min(text.find('.'), text.size());
    const std::string_view part = text.substr(0, end);
    if (part.empty() || part.size() > 3 || !std::ranges::all_of(part, is_ascii_digit) ||
        (part.size() > 1 && part[0] == '0') || (i < 3) == (end == text.size())) {
      return std::nullopt;
    }
    for (const char c : part) {
      numbers[i] = numbers[i] * 10 + static_cast<unsigned>(c - '0');
    }
    if (numbers[i] > 255) {
      return std::nullopt;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return std::array{static_cast<std::uint16_t>(numbers[0] << 8U | numbers[1]),
                    static_cast<std::uint16_t>(numbers[2] << 8U | numbers[3])};
}

/// https://url.spec.whatwg.org/#concept-ipv6-parser
std::optional<Ipv6> parse_ipv6(std::string_view text) {
  Ipv6 address{};
  std::size_t piece = 0;
  std::optional<std::size_t> compress;
  if (text.starts_with(':')) {
    if (!text.starts_with("::")) {
      return std::nullopt;
    }
    text.remove_prefix(2);
    compress = piece;
  }
  while (!text.empty()) {
    if (piece == address.size()) {
      return std::nullopt;
    }
    if (text.front() == ':') {
      if (compress) {
        return std::nullopt;
      }
      text.remove_prefix(1);
      compress = piece;
      continue;
    }
    unsigned value = 0;
    std::size_t length = 0;
    while (length < 4 && length < text.size() && hex_value(text[length])) {
      value = value * 16 + *hex_value(text[length]);
      ++length;
    }
    if (length < text.size() && text[length] == '.') {
      const auto embedded = parse_embedded_ipv4(text);
      if (length == 0 || piece > address.size() - 2 || !embedded) {
        return std::nullopt;
      }
      address[piece++] = (*embedded)[0];
      address[piece++] = (*embedded)[1];
      break;
    }
    text.remove_prefix(length);
    if (text.starts_with(':')) {
      text.remove_prefix(1);
      if (text.empty()) {
        return std::nullopt;
      }
    } else if (!text.empty()) {
      return std::nullopt;
    }
    address[piece++] = static_cast<std::uint16_t>(value);
  }
  if (compress) {
    std::rotate(address.begin() + static_cast<std::ptrdiff_t>(*compress),
                address.begin() + static_cast<std::ptrdiff_t>(piece),
                address.end());
  } else if (piece != address.size()) {
    return std::nullopt;
  }
  return address;
}

/// https://url.spec.whatwg.org/#concept-ipv6-serializer: the first longest run of zeros is left
/// out.
std::string to_text(const Ipv6& address) {
  std::size_t best = 0;
  std::size_t best_size = 1;  // a run of one is written
  for (std::size_t begin = 0; begin < address.size(); ++begin) {
    std::size_t size = 0;
    while (begin + size < address.size() && address[begin + size] == 0) {
      ++size;
    }
    if (size > best_size) {
      best = begin;
      best_size = size;
    }
  }
  std::string text = "[";
  for (std::size_t i = 0; i < address.size(); ++i) {
    if (best_size > 1 && i == best) {
      text += i == 0 ? "::" : ":";
      i += best_size - 1;
      continue;
    }
    text += fmt::format("{:x}", address[i]);
    text += i + 1 < address.size() ? ":" : "";
  }
  return text + "]";
}

}  // namespace

void append_percent_encoded(std::string& text, unsigned char byte) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  text += '%';
  text += digits[byte >> 4U];
  text += digits[byte & 0xFU];
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const std::optional<unsigned> high = hex_value(text[i + 1]);
      const std::optional<unsigned> low = hex_value(text[i + 2]);
      if (high && low) {
        decoded += static_cast<char>(*high << 4U | *low);
        i += 2;
        continue;
      }
    }
    decoded += text[i];
  }
  return decoded;
}

std::optional<std::string> parse_host(std::string_view text) {
  if (text.starts_with('[')) {
    if (!text.ends_with(']')) {
      return std::nullopt;
    }
    const std::optional<Ipv6> address = parse_ipv6(text.substr(1, text.size() - 2));
    return address ? std::optional{to_text(*address)} : std::nullopt;
  }
  const std::string decoded = percent_decoded(text);
  if (!is_valid_utf8(decoded)) {
    return std::nullopt;  // the standard's U+FFFD is in no name
  }
  std::optional<std::string> name = to_ascii_host(decoded);
  if (!name || name->empty() || std::ranges::any_of(*name, is_forbidden_in_name)) {
    return std::nullopt;
  }
  return ends_in_number(*name) ? parse_ipv4(*name) : name;
}

bool is_address(std::string_view host) {
  return host.starts_with('[') || ends_in_number(host);
}

}  // namespace arch::http
