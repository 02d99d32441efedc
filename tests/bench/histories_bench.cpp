// histories_bench LIST: reads the pages of histories as a watcher that comes by for each does. Each
// line of the list is `history<TAB>file`, a history's in their order. Prints how many of the later
// pages differ, of how many the document differs, and of how many of these the article does, as
// says_the_same() has it. Pages whose article is doubtful are no revisions, so nothing is counted
// of them.

#include "article/same_article.hpp"
#include "base/file.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <fstream>
#include <string>

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: histories_bench LIST\n");
    return 2;
  }
  constexpr std::size_t largest_page = std::size_t{64} << 20;
  std::ifstream list{argv[1]};
  std::string history;
  arch::Bytes kept;
  arch::article::PageReading before;
  std::size_t pages = 0;
  std::size_t doubtful_pages = 0;
  std::size_t other_pages = 0;
  std::size_t other_documents = 0;
  std::size_t other_articles = 0;
  for (std::string line; std::getline(list, line); ++pages) {
    const std::size_t tab = line.find('\t');
    arch::Bytes page = arch::read_file(line.substr(tab + 1), largest_page);
    const bool is_first = line.substr(0, tab) != history;
    history = line.substr(0, tab);
    if (!is_first && page == kept) {
      continue;
    }
    arch::article::PageReading now = arch::article::read_page(page);
    if (!is_first && now.body.confidence < arch::article::doubtful) {
      ++doubtful_pages;
      continue;
    }
    if (!is_first) {
      ++other_pages;
      const bool differs = now.document != before.document;
      other_documents += differs ? 1U : 0U;
      if (!differs || says_the_same(before, now)) {
        continue;  // a check: the page that is kept stays
      }
      ++other_articles;
    }
    kept = std::move(page);
    before = std::move(now);
  }
  fmt::print("{} pages, {} without a clear article, {} unlike the one before\n",
             pages,
             doubtful_pages,
             other_pages);
  fmt::print("{} of these with another document, {} with another article\n",
             other_documents,
             other_articles);
  return 0;
}
