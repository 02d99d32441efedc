#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::capture {

/// A pattern of URLs, for what a person writes in arch.toml: `/news/**`, `/#/#/#/*.html`,
/// `https://live.example.org/**`.
///
///   *    any characters but `/`, also none
///   **   any characters
///   #    one or more digits (a fragment's `#` never stands in an article's URL)
///
/// All else stands for itself. A pattern that begins with `/` is compared with the URL's path, and
/// with its query too if the pattern has a `?`; one that begins with `http://` or `https://` with
/// the URL's host, path and query, of either scheme. It must fit as a whole.
class UrlPattern {
public:
  static constexpr std::size_t max_size = 512;  ///< in bytes

  /// Nullopt for what begins otherwise or is longer than max_size.
  static std::optional<UrlPattern> parse(std::string_view text);

  /// `url` is absolute. Time: at most the product of both lengths.
  bool matches(std::string_view url) const;

  const std::string& text() const { return text_; }

private:
  enum class Step : unsigned char { literal, segment, anything, digits };
  struct Token {
    Step step = Step::literal;
    char literal = 0;
  };

  std::string text_;
  std::vector<Token> tokens_;
  bool has_host_ = false;
  bool has_query_ = false;
};

/// The patterns that describe URLs of articles of one site, the most frequent first, at most four:
/// `/#/#/#/*` of URLs with dates. Empty when nothing that the URLs share tells them from others.
std::vector<std::string> infer_patterns(const std::vector<std::string>& urls);

}  // namespace arch::capture
