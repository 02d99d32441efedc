#include "history/aliases.hpp"

#include "base/bytes.hpp"
#include "base/sha256.hpp"
#include "base/site.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace arch::history {
namespace {

/// The URL on a line of a record; empty when there is none.
std::string_view url_on(std::string_view line) {
  constexpr std::string_view redirect = "redirect: ";
  for (const std::string_view name : {std::string_view{"url: "}, std::string_view{"fetched: "}}) {
    if (line.starts_with(name)) {
      return line.substr(name.size());
    }
  }
  if (line.starts_with(redirect)) {  // and a status
    line.remove_prefix(redirect.size());
    return line.substr(std::min(line.find(' ') + 1, line.size()));
  }
  return {};
}

void sort_once(std::vector<std::string>& texts) {
  std::ranges::sort(texts);
  const auto repeated = std::ranges::unique(texts);
  texts.erase(repeated.begin(), repeated.end());
}

}  // namespace

std::vector<std::string> aliases_of_record(std::string_view text, std::string_view key) {
  std::vector<std::string> aliases;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string url{url_on(text.substr(0, end))};
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto hole = static_cast<char>(store::Shape::Hole::key);
    if (const std::size_t at = url.find(hole); at != std::string::npos) {
      url.replace(at, 1, key);
    }
    if (is_web_address(url) && url != key) {
      aliases.push_back(std::move(url));
    }
  }
  sort_once(aliases);
  return aliases;
}

std::vector<std::string> aliases_of(const store::Article& article) {
  std::vector<std::string> aliases;
  for (const store::Shape& shape : article.shapes()) {
    std::ranges::move(aliases_of_record(shape.pattern(), article.key()),
                      std::back_inserter(aliases));
  }
  sort_once(aliases);
  return aliases;
}

ObjectId alias_name(std::string_view url) {
  return sha256(as_bytes("arch-alias " + std::string{url}));
}

std::vector<store::ArticleNumber> find_alias(const store::Store& store, std::string_view url) {
  url = url.substr(0, url.find('#'));
  if (!is_web_address(url)) {
    return {};
  }
  std::vector<store::ArticleNumber> found = store.find_named(alias_name(url));
  std::erase_if(found, [&](store::ArticleNumber number) {
    return !std::ranges::binary_search(aliases_of(store.read(number)), url);
  });
  return found;
}

}  // namespace arch::history
