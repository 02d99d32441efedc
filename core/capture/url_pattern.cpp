#include "capture/url_pattern.hpp"

#include "article/link.hpp"
#include "base/ascii.hpp"
#include "base/site.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>

namespace arch::capture {
namespace {

/// What of a URL comes after its scheme.
std::string_view without_scheme(std::string_view url) {
  const std::size_t scheme = url.find("://");
  return scheme == std::string_view::npos ? url : url.substr(scheme + 3);
}

std::string_view path_and_query(std::string_view url) {
  const std::string_view rest = without_scheme(url);
  const std::size_t path = rest.find('/');
  return path == std::string_view::npos ? "/" : rest.substr(path);
}

}  // namespace

std::optional<UrlPattern> UrlPattern::parse(std::string_view text) {
  UrlPattern pattern;
  pattern.text_ = text;
  pattern.has_host_ = is_web_address(text);
  if (text.size() > max_size || (!pattern.has_host_ && !text.starts_with('/'))) {
    return std::nullopt;
  }
  pattern.has_query_ = pattern.has_host_ || text.find('?') != std::string_view::npos;
  if (pattern.has_host_) {
    text = without_scheme(text);
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '#') {
      pattern.tokens_.push_back({.step = Step::digits});
    } else if (text[i] != '*') {
      pattern.tokens_.push_back({.step = Step::literal, .literal = text[i]});
    } else if (i + 1 < text.size() && text[i + 1] == '*') {
      pattern.tokens_.push_back({.step = Step::anything});
      ++i;
    } else {
      pattern.tokens_.push_back({.step = Step::segment});
    }
  }
  return pattern;
}

bool UrlPattern::matches(std::string_view url) const {
  url = url.substr(0, url.find('#'));
  const std::string_view rest = has_host_    ? without_scheme(url)
                                : has_query_ ? path_and_query(url)
                                             : article::path_of(url);
  // The places in the pattern that may come next, all followed at once: no pattern takes longer
  // than its length for a character.
  std::vector<std::uint8_t> at(tokens_.size() + 1);
  std::vector<std::uint8_t> after(tokens_.size() + 1);
  const auto skip_empty = [&](std::vector<std::uint8_t>& places) {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (places[i] != 0 &&
          (tokens_[i].step == Step::segment || tokens_[i].step == Step::anything)) {
        places[i + 1] = 1;
      }
    }
  };
  at[0] = 1;
  skip_empty(at);
  for (const char c : rest) {
    std::ranges::fill(after, std::uint8_t{0});
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (at[i] == 0) {
        continue;
      }
      const Token& token = tokens_[i];
      const bool is_digit = token.step == Step::digits && is_ascii_digit(c);
      const bool is_any = token.step == Step::anything || (token.step == Step::segment && c != '/');
      if (is_digit || is_any) {
        after[i] = 1;
      }
      if (is_digit || (token.step == Step::literal && token.literal == c)) {
        after[i + 1] = 1;
      }
    }
    skip_empty(after);
    at.swap(after);
  }
  return at.back() != 0;
}

namespace {

constexpr std::size_t most_patterns = 4;
/// A form that fewer of a site's articles have is more likely that of something else. Range 0..1.
constexpr double least_share = 0.2;

bool is_number(std::string_view segment) {
  return !segment.empty() && std::ranges::all_of(segment, is_ascii_digit);
}

std::vector<std::string_view> split_path(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // its slash
    const std::size_t end = std::min(path.find('/'), path.size());
    segments.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

/// The paths that have as many segments, and numbers in the same places.
struct Form {
  std::size_t count = 0;
  std::vector<std::set<std::string, std::less<>>> values;  ///< of each segment
};

/// The end of a file's name, such as `.html`, if all have the same; else empty.
std::string common_extension(const std::set<std::string, std::less<>>& names) {
  std::string common;
  for (const std::string& name : names) {
    const std::size_t dot = name.rfind('.');
    const std::string extension =
        dot == std::string::npos || dot == 0 ? std::string{} : name.substr(dot);
    if (extension.empty() || extension.size() > 6 || (!common.empty() && extension != common)) {
      return {};
    }
    common = extension;
  }
  return common;
}

/// Empty when the pattern would fit nearly any URL.
std::string pattern_of(const Form& form) {
  std::string pattern;
  bool tells = false;
  for (std::size_t i = 0; i < form.values.size(); ++i) {
    const std::set<std::string, std::less<>>& values = form.values[i];
    pattern += '/';
    if (is_number(*values.begin())) {
      pattern += '#';
      tells = true;
    } else if (i + 1 == form.values.size()) {
      const std::string extension = common_extension(values);
      tells = tells || !extension.empty();
      // A trailing slash leaves an empty last segment.
      pattern += values.size() == 1 && values.begin()->empty() ? "" : "*" + extension;
    } else if (values.size() == 1) {
      pattern += *values.begin();
      tells = true;
    } else {
      pattern += '*';
    }
  }
  return tells ? pattern : std::string{};
}

}  // namespace

std::vector<std::string> infer_patterns(const std::vector<std::string>& urls) {
  std::map<std::string, Form> forms;
  for (const std::string& url : urls) {
    const std::vector<std::string_view> segments = split_path(article::path_of(url));
    std::string key;
    for (const std::string_view segment : segments) {
      key += is_number(segment) ? '#' : segment.empty() ? '-' : '*';
    }
    Form& form = forms[key];
    form.values.resize(segments.size());
    ++form.count;
    for (std::size_t i = 0; i < segments.size(); ++i) {
      form.values[i].emplace(segments[i]);
    }
  }
  std::vector<const Form*> order;
  for (const auto& [key, form] : forms) {
    if (form.count > 1 &&
        static_cast<double>(form.count) >= least_share * static_cast<double>(urls.size())) {
      order.push_back(&form);
    }
  }
  std::ranges::stable_sort(order, std::ranges::greater{}, &Form::count);
  std::vector<std::string> patterns;
  for (const Form* form : order) {
    std::string pattern = pattern_of(*form);
    if (pattern.empty()) {
      return {};  // it fits anything, so the others would leave out articles and no more
    }
    if (patterns.size() < most_patterns) {
      patterns.push_back(std::move(pattern));
    }
  }
  return patterns;
}

}  // namespace arch::capture
