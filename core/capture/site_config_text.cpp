#include "base/utf8.hpp"
#include "capture/site_config.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <system_error>

namespace arch::capture {

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  struct Unit {
    std::string_view name;
    std::chrono::milliseconds length;
  };
  static constexpr std::array units{Unit{"ms", std::chrono::milliseconds{1}},
                                    Unit{"s", std::chrono::seconds{1}},
                                    Unit{"min", std::chrono::minutes{1}},
                                    Unit{"h", std::chrono::hours{1}},
                                    Unit{"d", std::chrono::days{1}}};
  constexpr std::chrono::milliseconds longest = std::chrono::days{36'525};
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number < 0) {
    return std::nullopt;
  }
  const std::string_view name = text.substr(static_cast<std::size_t>(end - text.data()));
  const auto unit = std::ranges::find(units, name, &Unit::name);
  if (unit == units.end() || number > longest / unit->length) {
    return std::nullopt;
  }
  return number * unit->length;
}

namespace {

/// A text in TOML's double quotes.
std::string in_quotes(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string result = "\"";
  for (const char c : replace_invalid_utf8(text)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      result += "\\u00";
      result += digits[byte >> 4U];
      result += digits[byte & 0xFU];
    } else {
      result += c;
    }
  }
  return result + '"';
}

void append_list(std::string& entry, std::string_view name, const std::vector<std::string>& texts) {
  if (texts.empty()) {
    return;
  }
  entry += std::string{name} + " = [";
  for (std::size_t i = 0; i < texts.size(); ++i) {
    entry += (i == 0 ? "" : ", ") + in_quotes(texts[i]);
  }
  entry += "]\n";
}

std::vector<std::string> texts_of(const std::vector<UrlPattern>& patterns) {
  std::vector<std::string> texts;
  texts.reserve(patterns.size());
  for (const UrlPattern& pattern : patterns) {
    texts.push_back(pattern.text());
  }
  return texts;
}

}  // namespace

std::string to_toml(const SiteConfig& site) {
  std::string entry = "[[site]]\nname = " + in_quotes(site.name) + "\n";
  append_list(entry, "feeds", site.feeds);
  append_list(entry, "sitemaps", site.sitemaps);
  append_list(entry, "fronts", site.fronts);
  append_list(entry, "urls", site.urls);
  append_list(entry, "include", texts_of(site.include));
  append_list(entry, "exclude", texts_of(site.exclude));
  return entry;
}

}  // namespace arch::capture
