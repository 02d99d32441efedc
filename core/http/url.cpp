#include "http/url.hpp"

#include "base/ascii.hpp"
#include "base/site.hpp"
#include "base/utf8.hpp"
#include "http/url_host.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace arch::http {

namespace {

constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

std::uint16_t default_port(std::string_view scheme) {
  return scheme == "https" ? https_port : http_port;
}

bool is_slash(char c) {
  return c == '/' || c == '\\';
}

/// What is percent-encoded in a part, beside controls and everything beyond ASCII
/// (https://url.spec.whatwg.org/#percent-encoded-bytes).
constexpr std::string_view encoded_in_fragment = " \"<>`";
constexpr std::string_view encoded_in_query = " \"#<>'";
constexpr std::string_view encoded_in_path = " \"#<>?^`{}";
constexpr std::string_view encoded_in_userinfo = " \"#<>?^`{}/:;=@[\\]|";

void append_encoded(std::string& to, std::string_view text, std::string_view also) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte > 0x7E || also.find(c) != std::string_view::npos) {
      append_percent_encoded(to, byte);
    } else {
      to += c;
    }
  }
}

std::string encoded(std::string_view text, std::string_view also) {
  std::string result;
  append_encoded(result, text, also);
  return result;
}

/// The text as the parser sees it: UTF-8, no controls or spaces around it, no tabs and line ends.
std::string cleaned(std::string_view text) {
  const auto is_outside = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
  while (!text.empty() && is_outside(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_outside(text.back())) {
    text.remove_suffix(1);
  }
  std::string result = is_valid_utf8(text) ? std::string{text} : replace_invalid_utf8(text);
  std::erase_if(result, [](char c) { return c == '\t' || c == '\n' || c == '\r'; });
  return result;
}

/// The scheme in lower case and its size with the colon, or nullopt for a relative URL.
std::optional<std::string> find_scheme(std::string_view text) {
  if (text.empty() || !is_ascii_letter(text.front())) {
    return std::nullopt;
  }
  const auto is_of_scheme = [](char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '+' || c == '-' || c == '.';
  };
  const auto end = std::ranges::find_if_not(text, is_of_scheme);
  if (end == text.end() || *end != ':') {
    return std::nullopt;
  }
  return ascii_lowered(std::string_view{text.begin(), end});
}

std::string_view without_slashes(std::string_view text) {
  while (!text.empty() && is_slash(text.front())) {
    text.remove_prefix(1);
  }
  return text;
}

bool is_single_dot(std::string_view segment) {
  return segment == "." || ascii_lowered(segment) == "%2e";
}

bool is_double_dot(std::string_view segment) {
  if (segment.size() > std::string_view{"%2e%2e"}.size()) {
    return false;
  }
  const std::string lower = ascii_lowered(segment);
  return lower == ".." || lower == ".%2e" || lower == "%2e." || lower == "%2e%2e";
}

/// Removes the last segment, if there is one, with the slash before it.
void shorten(std::string& path) {
  path.resize(std::min(path.rfind('/'), path.size()));
}

/// Appends segments to a path that is empty or ends before a slash.
void append_path(std::string& path, std::string_view text) {
  while (true) {
    const auto end = std::ranges::find_if(text, is_slash);
    const std::string_view segment{text.begin(), end};
    const bool is_last = end == text.end();
    if (is_double_dot(segment)) {
      shorten(path);
      path += is_last ? "/" : "";
    } else if (is_single_dot(segment)) {
      path += is_last ? "/" : "";
    } else {
      path += '/';
      append_encoded(path, segment, encoded_in_path);
    }
    if (is_last) {
      return;
    }
    text.remove_prefix(segment.size() + 1);
  }
}

struct Parts {
  std::string scheme = {};
  std::string username = {};
  std::string password = {};
  std::string host = {};
  std::optional<std::uint16_t> port = {};  // absent: the scheme's
  std::string path = {};
  std::optional<std::string> query = {};
  std::optional<std::string> fragment = {};
};

bool read_port(std::string_view text, Parts& parts) {
  unsigned port = 0;
  for (const char c : text) {
    port = is_ascii_digit(c) ? port * 10 + static_cast<unsigned>(c - '0') : 65'536;
    if (port > 65'535) {
      return false;
    }
  }
  if (!text.empty() && port != default_port(parts.scheme)) {
    parts.port = static_cast<std::uint16_t>(port);
  }
  return true;
}

bool read_authority(std::string_view text, Parts& parts) {
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    const std::string_view credentials = text.substr(0, at);
    const std::size_t colon = std::min(credentials.find(':'), credentials.size());
    parts.username = encoded(credentials.substr(0, colon), encoded_in_userinfo);
    if (colon < credentials.size()) {
      parts.password = encoded(credentials.substr(colon + 1), encoded_in_userinfo);
    }
    text.remove_prefix(at + 1);
  }
  const std::size_t bracket = text.rfind(']');
  const std::size_t colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
  const std::string_view host = text.substr(0, colon);
  if (host.empty() ||
      (colon != std::string_view::npos && !read_port(text.substr(colon + 1), parts))) {
    return false;
  }
  std::optional<std::string> read = parse_host(host);
  if (!read) {
    return false;
  }
  parts.host = *std::move(read);
  return true;
}

/// Reads query and fragment off the end of `text`, and returns what is before them.
std::string_view read_end(std::string_view text, Parts& parts) {
  if (const std::size_t hash = text.find('#'); hash != std::string_view::npos) {
    parts.fragment = encoded(text.substr(hash + 1), encoded_in_fragment);
    text = text.substr(0, hash);
  }
  if (const std::size_t mark = text.find('?'); mark != std::string_view::npos) {
    parts.query = encoded(text.substr(mark + 1), encoded_in_query);
    text = text.substr(0, mark);
  }
  return text;
}

/// `text` is all behind the slashes that follow the scheme.
bool read_absolute(std::string_view text, Parts& parts) {
  text = read_end(text, parts);
  const auto path = std::ranges::find_if(text, is_slash);
  if (!read_authority({text.begin(), path}, parts)) {
    return false;
  }
  append_path(parts.path, path == text.end() ? "" : std::string_view{path + 1, text.end()});
  return true;
}

/// `parts` are those of the base.
void read_relative(std::string_view text, Parts& parts) {
  parts.fragment.reset();
  std::optional<std::string> base_query = std::exchange(parts.query, std::nullopt);
  text = read_end(text, parts);
  if (text.empty()) {
    if (!parts.query) {
      parts.query = std::move(base_query);
    }
    return;
  }
  if (is_slash(text.front())) {
    parts.path.clear();
    text.remove_prefix(1);
  } else {
    shorten(parts.path);
  }
  append_path(parts.path, text);
}

}  // namespace

class UrlWriter {
public:
  static std::optional<Url> write(const Parts& parts) {
    std::optional<Url> url = compose(parts);
    if (url->text().size() > Url::max_size) {
      url.reset();
    }
    return url;
  }

  /// However long; for parts of a URL with some left out, and write().
  static Url compose(const Parts& parts) {
    Url url;
    std::string& text = url.text_;
    text = parts.scheme + "://" + parts.username;
    std::array<std::size_t, 7> ends{};
    ends[0] = text.size();
    if (!parts.password.empty()) {
      text += ':' + parts.password;
    }
    ends[1] = text.size();
    if (!parts.username.empty() || !parts.password.empty()) {
      text += '@';
    }
    ends[2] = text.size();
    text += parts.host;
    ends[3] = text.size();
    if (parts.port) {
      text += ':' + std::to_string(*parts.port);
    }
    ends[4] = text.size();
    text += parts.path;
    ends[5] = text.size();
    if (parts.query) {
      text += '?' + *parts.query;
    }
    ends[6] = text.size();
    if (parts.fragment) {
      text += '#' + *parts.fragment;
    }
    const auto end = [&](std::size_t i) { return static_cast<std::uint16_t>(ends[i]); };
    url.ends_ = {.username = end(0),
                 .password = end(1),
                 .host_begin = end(2),
                 .host = end(3),
                 .port = end(4),
                 .path = end(5),
                 .query = end(6)};
    url.port_ = parts.port;
    return url;
  }

  static Parts parts_of(const Url& url) {
    Parts parts{.scheme = std::string{url.scheme()},
                .username = std::string{url.username()},
                .password = std::string{url.password()},
                .host = std::string{url.host()},
                .port = url.port_,
                .path = std::string{url.path()}};
    if (url.ends_.query > url.ends_.path) {
      parts.query = url.query();
    }
    if (url.text_.size() > url.ends_.query) {
      parts.fragment = url.fragment();
    }
    return parts;
  }

  static std::optional<Url> parse(std::string_view typed, const Url* base) {
    if (typed.size() > Url::max_size) {
      return std::nullopt;
    }
    const std::string clean = cleaned(typed);
    std::string_view text = clean;
    Parts parts;
    const std::optional<std::string> scheme = find_scheme(text);
    if (scheme) {
      if (*scheme != "http" && *scheme != "https") {
        return std::nullopt;
      }
      text.remove_prefix(scheme->size() + 1);
    }
    const bool is_relative = base != nullptr && (!scheme || *scheme == base->scheme());
    if (!scheme && base == nullptr) {
      return std::nullopt;
    }
    const bool begins_host = text.size() > 1 && is_slash(text[0]) && is_slash(text[1]);
    if (is_relative && !begins_host) {
      parts = parts_of(*base);
      read_relative(text, parts);
      return write(parts);
    }
    parts.scheme = scheme ? *scheme : std::string{base->scheme()};
    return read_absolute(without_slashes(text), parts) ? write(parts) : std::nullopt;
  }
};

std::optional<Url> Url::parse(std::string_view text) {
  return UrlWriter::parse(text, nullptr);
}

std::optional<Url> Url::parse(std::string_view text, const Url& base) {
  return UrlWriter::parse(text, &base);
}

std::string_view Url::scheme() const {
  return std::string_view{text_}.substr(0, text_.find(':'));
}

std::string_view Url::username() const {
  const std::size_t begin = scheme().size() + std::string_view{"://"}.size();
  return std::string_view{text_}.substr(begin, ends_.username - begin);
}

std::string_view Url::password() const {
  if (ends_.password == ends_.username) {
    return {};
  }
  return std::string_view{text_}.substr(ends_.username + 1U, ends_.password - ends_.username - 1U);
}

std::string_view Url::host() const {
  return std::string_view{text_}.substr(ends_.host_begin,
                                        static_cast<std::size_t>(ends_.host - ends_.host_begin));
}

std::optional<std::uint16_t> Url::port() const {
  return port_;
}

std::uint16_t Url::effective_port() const {
  return port_.value_or(default_port(scheme()));
}

std::string_view Url::path() const {
  return std::string_view{text_}.substr(ends_.port,
                                        static_cast<std::size_t>(ends_.path - ends_.port));
}

std::string_view Url::query() const {
  if (ends_.query == ends_.path) {
    return {};
  }
  return std::string_view{text_}.substr(ends_.path + 1U, ends_.query - ends_.path - 1U);
}

std::string_view Url::fragment() const {
  return text_.size() == ends_.query ? std::string_view{}
                                     : std::string_view{text_}.substr(ends_.query + 1U);
}

std::string_view Url::path_and_query() const {
  return std::string_view{text_}.substr(ends_.port,
                                        static_cast<std::size_t>(ends_.query - ends_.port));
}

std::string Url::origin() const {
  std::string origin{scheme()};
  origin += "://";
  return origin += std::string_view{text_}.substr(
             ends_.host_begin, static_cast<std::size_t>(ends_.port - ends_.host_begin));
}

bool Url::has_address() const {
  return is_address(host());
}

Url Url::without_fragment() const {
  Url url = *this;
  url.text_.resize(ends_.query);
  return url;
}

Url Url::without_credentials() const {
  Parts parts = UrlWriter::parts_of(*this);
  parts.username.clear();
  parts.password.clear();
  return UrlWriter::compose(parts);
}

Url Url::without_tracking() const {
  Parts parts = UrlWriter::parts_of(*this);
  if (!parts.query) {
    return *this;
  }
  std::string kept;
  bool has_removed = false;
  for (std::string_view rest = *parts.query; !rest.empty();) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view parameter = rest.substr(0, end);
    if (is_tracking_parameter(parameter.substr(0, parameter.find('=')))) {
      has_removed = true;
    } else {
      kept += kept.empty() ? "" : "&";
      kept += parameter;
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (!has_removed) {
    return *this;
  }
  parts.query = kept.empty() ? std::nullopt : std::optional{kept};
  return UrlWriter::compose(parts);
}

bool is_tracking_parameter(std::string_view name) {
  // Ad networks' click ids, newsletters' reader ids, analytics' campaigns, and the campaign
  // parameters of single newspapers (CMP: Guardian, ito: Daily Mail, smid: New York Times, xtor,
  // at_*: BBC and France Télévisions, ns_*: BBC).
  static constexpr std::array names = {
      std::string_view{"CMP"},         std::string_view{"ICID"},
      std::string_view{"_hsenc"},      std::string_view{"_hsmi"},
      std::string_view{"at_campaign"}, std::string_view{"at_medium"},
      std::string_view{"cmpid"},       std::string_view{"dclid"},
      std::string_view{"fbclid"},      std::string_view{"gbraid"},
      std::string_view{"gclid"},       std::string_view{"gclsrc"},
      std::string_view{"igshid"},      std::string_view{"ito"},
      std::string_view{"li_fat_id"},   std::string_view{"mc_cid"},
      std::string_view{"mc_eid"},      std::string_view{"mkt_tok"},
      std::string_view{"msclkid"},     std::string_view{"ns_campaign"},
      std::string_view{"ns_mchannel"}, std::string_view{"ns_source"},
      std::string_view{"oly_anon_id"}, std::string_view{"oly_enc_id"},
      std::string_view{"ref_src"},     std::string_view{"ref_url"},
      std::string_view{"s_cid"},       std::string_view{"smid"},
      std::string_view{"smtyp"},       std::string_view{"ttclid"},
      std::string_view{"twclid"},      std::string_view{"vero_id"},
      std::string_view{"wbraid"},      std::string_view{"xtor"},
      std::string_view{"yclid"}};
  static_assert(std::ranges::is_sorted(names));
  return std::ranges::binary_search(names, name) || name.starts_with("utm_") ||
         name.starts_with("at_custom");
}

bool is_same_site(const Url& left, const Url& right) {
  if (left.host() == right.host()) {
    return true;
  }
  return !left.has_address() && !right.has_address() &&
         registered_domain(left.host()) == registered_domain(right.host());
}

}  // namespace arch::http
