#include "article/link.hpp"

#include "base/ascii.hpp"
#include "base/site.hpp"

#include <algorithm>

namespace arch::article {

namespace {

constexpr std::size_t longest_url = 2048;  // bytes; what browsers and servers agree on

bool is_control_or_space(char c) {
  return (c >= 0 && c <= ' ') || c == 0x7F;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_control_or_space(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_control_or_space(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

/// The scheme of a reference, without its colon; empty when it is relative.
std::string_view scheme_of(std::string_view reference) {
  const auto is_scheme_character = [](char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '+' || c == '-' || c == '.';
  };
  const auto end = std::ranges::find_if_not(reference, is_scheme_character);
  return end != reference.end() && *end == ':' ? std::string_view{reference.begin(), end}
                                               : std::string_view{};
}

/// Where the path of an absolute URL begins: behind scheme and host.
std::size_t path_begin(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) {
    return url.size();
  }
  return std::min(url.find_first_of("/?#", scheme + 3), url.size());
}

/// RFC 3986, 5.2.4
std::string remove_dot_segments(std::string_view path) {
  std::string result;
  while (!path.empty()) {
    path.remove_prefix(1);  // its slash
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    const bool last = end == path.size();
    if (segment == "..") {
      result.resize(result.empty() ? 0 : result.rfind('/'));
      result += last ? "/" : "";
    } else if (segment == ".") {
      result += last ? "/" : "";
    } else {
      result += '/';
      result += segment;
    }
    path.remove_prefix(end);
  }
  return result;
}

/// The absolute URL, not yet checked.
std::string join(std::string_view base, std::string_view reference) {
  const std::size_t begin = path_begin(base);
  if (reference.starts_with("//")) {
    return std::string{base.substr(0, base.find(':') + 1)} + std::string{reference};
  }
  const std::string_view origin = base.substr(0, begin);
  const std::string_view path = base.substr(begin, base.find_first_of("?#", begin) - begin);
  std::string joined{origin};
  if (reference.starts_with('/')) {
    joined += reference;
  } else if (reference.starts_with('?') || reference.empty()) {
    joined += path;
    joined += reference;
  } else {
    joined += path.substr(0, path.rfind('/') + 1);
    joined += path.find('/') == std::string_view::npos ? "/" : "";
    joined += reference;
  }
  return joined;
}

}  // namespace

std::optional<std::string> resolve_link(std::string_view base, std::string_view reference) {
  reference = trim(reference);
  reference = reference.substr(0, reference.find('#'));
  std::string url{reference};
  const std::string scheme = ascii_lowered(scheme_of(reference));
  if (scheme.empty()) {
    if (host_of(base).empty()) {
      return std::nullopt;
    }
    url = join(trim(base), reference);
  } else if (scheme != "http" && scheme != "https") {
    return std::nullopt;
  }
  if (url.size() > longest_url || std::ranges::any_of(url, is_control_or_space)) {
    return std::nullopt;
  }
  const std::size_t path = path_begin(url);
  std::string result = ascii_lowered(std::string_view{url}.substr(0, path));
  if (host_of(result).empty() || !result.starts_with("http")) {
    return std::nullopt;
  }
  const std::size_t query = std::min(url.find('?', path), url.size());
  result += remove_dot_segments(std::string_view{url}.substr(path, query - path));
  result += std::string_view{url}.substr(query);
  return result;
}

std::string_view host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) {
    return {};
  }
  const std::size_t begin = scheme + 3;
  std::string_view host = url.substr(begin, path_begin(url) - begin);
  host.remove_prefix(host.rfind('@') + 1);
  host = host.substr(0, host.find(':'));
  if (host.starts_with("www.")) {
    host.remove_prefix(std::string_view{"www."}.size());
  }
  return host;
}

std::string without_mobile_host(std::string_view url) {
  const std::string_view host = host_of(url);
  const std::string_view domain = registered_domain(host);
  for (const std::string_view mark : {"m.", "mobile."}) {
    if (host.starts_with(mark) && !domain.empty() && host.size() >= domain.size() + mark.size()) {
      std::string result{url};
      return result.erase(static_cast<std::size_t>(host.data() - url.data()), mark.size());
    }
  }
  return std::string{url};
}

std::string_view path_of(std::string_view url) {
  const std::size_t begin = path_begin(url);
  const std::string_view path = url.substr(begin, url.find_first_of("?#", begin) - begin);
  return path.empty() ? "/" : path;
}

bool is_same_site(std::string_view left, std::string_view right) {
  const std::string_view domain = registered_domain(host_of(left));
  return !domain.empty() && domain == registered_domain(host_of(right));
}

bool is_front_page(std::string_view url) {
  std::string_view path = path_of(url);
  if (url.find('?') != std::string_view::npos && path.ends_with(".php")) {
    return false;  // the query says which page
  }
  while (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  constexpr std::size_t language = 3;  // bytes: /en
  return path.size() <= language || path.starts_with("/index.") || path == "/home";
}

}  // namespace arch::article
