#include "http/header_reader.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <string>

namespace arch::http {

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_html_space(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_html_space(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

/// RFC 9110, 5.6.2
bool is_of_token(char c) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return is_ascii_letter(c) || is_ascii_digit(c) || marks.find(c) != std::string_view::npos;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

}  // namespace

bool HeaderReader::add(std::string_view line, std::size_t limit) {
  bytes_ += line.size();
  if (bytes_ > limit) {
    return false;
  }
  while (line.ends_with('\n') || line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  if (line.starts_with("HTTP/")) {
    headers_.clear();
    is_open_ = true;
  } else if (line.empty()) {
    is_open_ = false;
  } else if (!is_open_) {
    return true;
  } else if (is_html_space(line.front())) {  // continues the one before (RFC 9112, 5.2)
    if (!headers_.empty()) {
      headers_.back().value += " " + std::string{trimmed(line)};
    }
  } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
    headers_.push_back({.name = ascii_lowered(trimmed(line.substr(0, colon))),
                        .value = std::string{trimmed(line.substr(colon + 1))}});
  }
  return true;
}

bool is_valid_header(const Header& header) {
  return !header.name.empty() && std::ranges::all_of(header.name, is_of_token) &&
         std::ranges::none_of(header.value, is_control);
}

}  // namespace arch::http
