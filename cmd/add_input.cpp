#include "cmd/add_input.hpp"

#include "article/document.hpp"
#include "base/error.hpp"
#include "cmd/page_file.hpp"
#include "history/key.hpp"

#include <filesystem>
#include <utility>

namespace arch::cmd {
namespace {

std::string key_of(const AddInput& input, const article::Document& document) {
  if (!input.key.empty()) {
    return input.key;
  }
  if (!input.url.empty()) {
    return input.url;
  }
  if (document.canonical && !document.canonical->empty()) {
    return *document.canonical;
  }
  if (input.file == "-") {
    throw Error{ErrorKind::usage,
                "standard input has no name, so the article needs one",
                "give it with --key NAME or --url URL"};
  }
  return std::filesystem::path{input.file}.stem().native();
}

}  // namespace

TakenPage take_page(AddInput input, UtcTime observed, const article::SiteRules& rules) {
  TakenPage taken{.input = std::move(input), .observed = observed};
  taken.page = read_page_file(taken.input.file);
  taken.read = read_given_page(taken.page, taken.input.file, taken.input.url, observed, rules);
  const article::Document document = article::parse_document(taken.read.text);
  taken.key = history::make_key(key_of(taken.input, document));
  taken.headline = document.headline.value_or("");
  return taken;
}

}  // namespace arch::cmd
