#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace arch::http {

/// An absolute URL of http or https, as the WHATWG's standard reads and writes it
/// (https://url.spec.whatwg.org/, as of 2026). Two texts that mean the same to a browser give equal
/// URLs. Hosts are ASCII: names beyond it are written as punycode (UTS #46, by ICU).
///
/// The views that it hands out live in it.
class Url {
public:
  /// Longest text that is read, in bytes; what is longer once it is written is no URL either. As
  /// long as a key of an article; browsers and servers agree on half of it.
  static constexpr std::size_t max_size = 4096;

  /// Reads an absolute URL. Nullopt for what is no URL or of another scheme than http and https.
  static std::optional<Url> parse(std::string_view text);
  /// Reads a URL that may be relative to `base`. Nullopt as for parse(text).
  static std::optional<Url> parse(std::string_view text, const Url& base);

  /// The whole URL. What requests, records and maps of URLs use.
  const std::string& text() const { return text_; }

  std::string_view scheme() const;    ///< `http` or `https`
  std::string_view username() const;  ///< percent-encoded; empty when there is none
  std::string_view password() const;  ///< percent-encoded; empty when there is none
  /// Never empty: a name in lower case, an IPv4 address, or an IPv6 address in its brackets.
  std::string_view host() const;
  /// As the URL says it: absent when it is its scheme's, 80 or 443.
  std::optional<std::uint16_t> port() const;
  std::uint16_t effective_port() const;
  std::string_view path() const;      ///< from its first slash, percent-encoded
  std::string_view query() const;     ///< without `?`; empty when there is none
  std::string_view fragment() const;  ///< without `#`; empty when there is none
  /// Path, then `?` and query if there is a query: what a request asks for, and robots.txt rules.
  std::string_view path_and_query() const;

  /// Scheme, host and port, `https://example.org` or `http://example.org:8080`: what limits,
  /// robots.txt and connections are kept by.
  std::string origin() const;

  /// Whether the host is a number, not a name.
  bool has_address() const;

  Url without_fragment() const;
  Url without_credentials() const;
  /// Without the parameters of the query that tell how a reader came and not what is read
  /// (`utm_source`, `fbclid` …; is_tracking_parameter()). The others stay as they are written.
  Url without_tracking() const;

  friend bool operator==(const Url& left, const Url& right) { return left.text_ == right.text_; }
  friend auto operator<=>(const Url& left, const Url& right) { return left.text_ <=> right.text_; }

private:
  friend class UrlWriter;
  Url() = default;

  // Where parts end in text_; see url.cpp.
  struct Ends {
    std::uint16_t username = 0;
    std::uint16_t password = 0;
    std::uint16_t host_begin = 0;
    std::uint16_t host = 0;
    std::uint16_t port = 0;
    std::uint16_t path = 0;
    std::uint16_t query = 0;
  };

  std::string text_;
  Ends ends_ = {};
  std::optional<std::uint16_t> port_ = {};
};

/// Whether a parameter of a query, by its name as it is written, only tracks readers. Letter case
/// counts, as it does to servers.
bool is_tracking_parameter(std::string_view name);

/// Whether two URLs are of one publisher's site: their hosts are equal or share the domain that is
/// registered (base/site.hpp). Addresses must be equal. Schemes and ports do not matter.
bool is_same_site(const Url& left, const Url& right);

}  // namespace arch::http
