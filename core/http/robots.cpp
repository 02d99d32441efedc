#include "http/robots.hpp"

#include "base/ascii.hpp"
#include "base/bytes.hpp"
#include "base/utf8.hpp"
#include "http/url_host.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace arch::http {

namespace {

constexpr std::size_t max_sitemaps = 1000;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_html_space(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_html_space(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

bool is_of_token(char c) {
  return is_ascii_letter(c) || c == '-' || c == '_';
}

/// RFC 3986, 2.3
bool is_unreserved(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

/// A path as rules and URLs are compared (RFC 9309, 2.2.2 and 2.2.3): bytes beyond ASCII and
/// triplets of reserved characters percent-encoded, other triplets decoded. `special` characters,
/// which mean something in rules, are percent-encoded too.
std::string normalised(std::string_view path, std::string_view special) {
  std::string result;
  result.reserve(path.size());
  for (std::size_t i = 0; i < path.size(); ++i) {
    const std::string byte = percent_decoded(path.substr(i, path[i] == '%' ? 3 : 1));
    const bool is_triplet = path[i] == '%' && byte.size() == 1 && i + 2 < path.size();
    const char c = byte.front();
    if (is_triplet ? !is_unreserved(c)
                   : static_cast<unsigned char>(c) > 0x7E || special.find(c) != special.npos) {
      append_percent_encoded(result, static_cast<unsigned char>(c));
    } else {
      result += c;
    }
    i += is_triplet ? 2 : 0;
  }
  return result;
}

/// std::string_view::find() in linear time, whatever is searched for.
std::size_t find_linear(std::string_view text, std::string_view piece) {
  const void* found = memmem(text.data(), text.size(), piece.data(), piece.size());
  return found == nullptr ? std::string_view::npos
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

/// Whether a normalised rule matches the beginning of a normalised path, or with `$` all of it.
bool matches(std::string_view pattern, std::string_view path) {
  const bool is_anchored = pattern.ends_with('$');
  if (is_anchored) {
    pattern.remove_suffix(1);
  }
  std::size_t star = pattern.find('*');
  if (!path.starts_with(pattern.substr(0, star))) {
    return false;
  }
  if (star == std::string_view::npos) {
    return !is_anchored || path.size() == pattern.size();
  }
  path.remove_prefix(star);
  // Each piece between stars where it comes first; the last of an anchored rule at the end.
  while (star != std::string_view::npos) {
    pattern.remove_prefix(star + 1);
    star = pattern.find('*');
    const std::string_view piece = pattern.substr(0, star);
    if (star == std::string_view::npos && is_anchored) {
      return path.ends_with(piece);
    }
    const std::size_t at = find_linear(path, piece);
    if (at == std::string_view::npos) {
      return false;
    }
    path.remove_prefix(at + piece.size());
  }
  return true;
}

std::optional<std::chrono::milliseconds> parse_delay(std::string_view text) {
  double seconds = 0;
  const char* end = std::to_address(text.end());
  const auto [read, error] =
      std::from_chars(std::to_address(text.begin()), end, seconds, std::chars_format::fixed);
  if (error != std::errc{} || read != end || !(seconds >= 0)) {
    return std::nullopt;
  }
  constexpr double day = 24 * 60 * 60;
  return std::chrono::milliseconds{static_cast<std::int64_t>(std::min(seconds, day) * 1000)};
}

}  // namespace

/// Reads lines in turn, and gathers what the groups of our agent and those of `*` say.
class Robots::Reader {
public:
  explicit Reader(std::string_view agent) : agent_{ascii_lowered(agent)} {}

  void read_line(std::string_view line) {
    line = line.substr(0, line.find('#'));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
      return;
    }
    const std::string name = ascii_lowered(trimmed(line.substr(0, colon)));
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (name == "user-agent") {
      read_agent(value);
    } else if (name == "allow" || name == "disallow") {
      in_agents_ = false;
      for_each_group([&](Group& group) { add_rule(group, value, name == "allow"); });
    } else if (name == "crawl-delay") {
      for_each_group([&](Group& group) {
        // The longest that any of the groups asks for.
        group.delay = std::max(group.delay, parse_delay(value));
      });
    } else if (name == "sitemap" && !value.empty() && sitemaps_.size() < max_sitemaps) {
      sitemaps_.emplace_back(value.substr(0, Url::max_size));
    }
  }

  Robots finish() && {
    Group& group = ours_.is_named ? ours_ : all_;
    std::ranges::stable_sort(group.rules, [](const Rule& left, const Rule& right) {
      return std::pair{left.pattern.size(), left.allow} >
             std::pair{right.pattern.size(), right.allow};
    });
    Robots robots;
    robots.rules_ = std::move(group.rules);
    robots.crawl_delay_ = group.delay;
    robots.sitemaps_ = std::move(sitemaps_);
    return robots;
  }

private:
  struct Group {
    bool is_named = false;    // some line names it
    bool is_current = false;  // the lines that come are its
    std::vector<Rule> rules = {};
    std::optional<std::chrono::milliseconds> delay = {};
  };

  void read_agent(std::string_view value) {
    if (!in_agents_) {
      in_agents_ = true;
      ours_.is_current = false;
      all_.is_current = false;
    }
    // A name may be followed by a version or more, which is no part of it.
    const std::string_view token{value.begin(), std::ranges::find_if_not(value, is_of_token)};
    if (value == "*") {
      all_.is_named = all_.is_current = true;
    } else if (!token.empty() && ascii_lowered(token) == agent_) {
      ours_.is_named = ours_.is_current = true;
    }
  }

  template <typename Action>
  void for_each_group(const Action& action) {
    for (Group* group : {&ours_, &all_}) {
      if (group->is_current) {
        action(*group);
      }
    }
  }

  static void add_rule(Group& group, std::string_view value, bool allow) {
    if (value.empty() || value.size() > max_rule_size || group.rules.size() >= max_rules) {
      return;
    }
    const bool is_anchored = value.ends_with('$');
    std::string pattern = normalised(value.substr(0, value.size() - (is_anchored ? 1 : 0)), "$");
    pattern += is_anchored ? "$" : "";
    group.rules.push_back({.pattern = std::move(pattern), .allow = allow});
  }

  std::string agent_;
  bool in_agents_ = false;  // the last line of a group was user-agent
  Group ours_;
  Group all_;
  std::vector<std::string> sitemaps_;
};

Robots Robots::parse(std::string_view file, std::string_view agent) {
  file = without_byte_order_mark(file.substr(0, max_size));
  Reader reader{agent};
  while (!file.empty()) {
    const std::size_t end = std::min(file.find_first_of("\r\n"), file.size());
    reader.read_line(file.substr(0, end));
    file.remove_prefix(std::min(end + 1, file.size()));
  }
  return std::move(reader).finish();
}

Robots Robots::allow_all() {
  return {};
}

Robots Robots::disallow_all() {
  Robots robots;
  robots.rules_.push_back({.pattern = "/", .allow = false});
  return robots;
}

Robots Robots::of_answer(const Result& answer, std::string_view agent) {
  if (is_unreachable(answer)) {
    return disallow_all();
  }
  const auto* response = std::get_if<Response>(&answer);
  if (response == nullptr || response->status < 200 || response->status > 299) {
    return allow_all();
  }
  return parse(as_text(response->body), agent);
}

bool Robots::is_unreachable(const Result& answer) {
  if (const auto* failure = std::get_if<Failure>(&answer)) {
    return failure->kind != FailureKind::too_many_redirects;
  }
  return std::get<Response>(answer).status >= 500;
}

bool Robots::allows(const Url& url) const {
  if (url.path() == "/robots.txt" || rules_.empty()) {
    return true;
  }
  const std::string path = normalised(url.path_and_query(), "*$");
  const auto rule =
      std::ranges::find_if(rules_, [&](const Rule& one) { return matches(one.pattern, path); });
  return rule == rules_.end() || rule->allow;
}

Url robots_url(const Url& url) {
  return Url::parse("/robots.txt", url.without_credentials()).value_or(url);
}

}  // namespace arch::http
