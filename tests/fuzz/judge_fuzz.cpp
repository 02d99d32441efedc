#include "base/printable.hpp"
#include "capture/judge.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace arch;
using namespace arch::capture;

/// The input is a page, a zero, and the page that the article had before.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const std::size_t end = std::min(text.find('\0'), size);
  const http::Url url = http::Url::parse("https://news.example/a").value();
  const http::Response response{.url = url, .status = 200, .body = to_bytes(text.substr(0, end))};
  const PageFacts facts = read_facts(response.body, "", url);
  KnownArticle known;
  if (end < size) {
    known.document = read_facts(as_bytes(text.substr(end + 1)), "", url).read.text;
    known.url = url;
  }
  const Verdict verdict = judge_page(response, url, facts, known);
  // A reason is a line of a record; a page that has what the article said is the article.
  if (one_line(verdict.reason) != verdict.reason ||
      saw_article(verdict.outcome) != verdict.reason.empty()) {
    std::abort();
  }
  if (facts.text.size() > 1000 && facts.read.text == known.document &&
      verdict.outcome != Outcome::recorded) {
    std::abort();
  }
  return 0;
}
