#include "search/article_words.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "base/search_terms.hpp"
#include "history/stored_looks.hpp"
#include "search/searched_text.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <variant>

namespace arch::search {
namespace {

/// Increased when articles are cut into other words than before.
constexpr std::uint32_t words_version = 1000 + search_terms_version;

/// Segments whose articles are taken in at once, in one transaction: some tenths of a second, for
/// which others wait.
constexpr std::size_t segments_at_once = 512;

/// Every document that a record of the article names, as object numbers, each once: also those that
/// are not shown now because the page was read anew.
std::vector<std::uint32_t> documents_of(const store::Article& article) {
  std::vector<std::uint32_t> documents;
  std::vector<history::LookShape> shapes;
  shapes.reserve(article.shapes().size());
  for (const store::Shape& shape : article.shapes()) {
    shapes.push_back(history::read_shape(shape));
  }
  const auto add = [&](const store::RecordRow& row) {
    const history::LookShape& shape = shapes[row.shape];
    if (shape.kind == history::LookShape::Kind::capture ||
        shape.kind == history::LookShape::Kind::check) {
      const auto values = article.values(row);
      if (const auto* const object = std::get_if<store::ObjectNumber>(&values[shape.document])) {
        documents.push_back(static_cast<std::uint32_t>(*object));
      }
    }
  };
  std::ranges::for_each(article.records(), add);
  std::ranges::for_each(article.checks(), add);
  std::ranges::sort(documents);
  const auto repeated = std::ranges::unique(documents);
  documents.erase(repeated.begin(), repeated.end());
  return documents;
}

/// The words of the article's documents that are not only on lines of the first `known` objects.
std::vector<std::string> new_words(const store::Article& article, std::uint32_t known) {
  std::unordered_set<std::string> lines;
  std::unordered_set<std::string> words;
  for (const std::uint32_t document : documents_of(article)) {
    const Bytes bytes = article.object(store::ObjectNumber{document});
    each_searched_line(as_text(bytes), [&](std::string_view line) {
      if (!lines.emplace(line).second || document < known) {
        return;
      }
      const SearchTerms terms = cut_search_terms(line);
      for (std::size_t i = 0; i < terms.size(); ++i) {
        words.emplace(terms.word(i));
      }
    });
  }
  std::vector<std::string> sorted{words.begin(), words.end()};
  std::ranges::sort(sorted);
  return sorted;
}

/// What the index has for an article that could not be read: whoever searches must read it, and be
/// told. It is no word of a text, which has no such character.
const std::string damaged_word = "\x01";

/// Takes in what the article has that the index has not.
void take_in(const store::Store& store,
             store::ArticleNumber number,
             const store::WordIndex& index,
             store::WordIndex::Update& update) {
  const std::uint32_t known = index.objects_of(number);
  std::uint32_t objects = known + 1;
  std::vector<std::string> words;
  try {
    const store::Article article = store.read(number);
    objects = article.objects();
    if (known >= objects) {
      return;
    }
    words = new_words(article, known);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::corrupt) {
      throw;
    }
    words = {damaged_word};
  }
  update.add(number, objects, words);
}

/// Takes in what came since the index was last brought up to date.
void catch_up(const history::Archive& archive,
              store::WordIndex& index,
              const store::OnProgress& progress) {
  const store::Store& store = archive.store();
  std::uint64_t done = 0;
  while (!store.changes_after(index.mark(), 1).articles.empty() ||
         store.changes_after(index.mark(), 1).more == store::Store::Changes::More::yes) {
    store::WordIndex::Update update{index};
    // Only now: another process may have done these meanwhile.
    const store::Store::Changes changes = store.changes_after(index.mark(), segments_at_once);
    for (const store::ArticleNumber number : changes.articles) {
      take_in(store, number, index, update);
      ++done;
      if (progress && !progress({.done = done, .total = 0})) {
        throw Error{ErrorKind::interrupted,
                    "making the index of words: stopped",
                    "searching again goes on from there"};
      }
    }
    update.commit(changes.mark, store.arrivals());
  }
}

}  // namespace

ArticleWords::ArticleWords(const history::Archive& archive, const store::OnProgress& progress) {
  const store::Store& store = archive.store();
  if (store::WordIndex::can_write(store.folder())) {
    index_.emplace(store.folder(), words_version, store.arrivals());
    catch_up(archive, *index_, progress);
    return;
  }
  index_ = store::WordIndex::find(store.folder(), words_version, store.arrivals());
  std::int64_t mark = index_ ? index_->mark() : 0;
  store::Store::Changes changes;
  do {
    changes = store.changes_after(mark, segments_at_once);
    mark = changes.mark;
    unknown_.insert(unknown_.end(), changes.articles.begin(), changes.articles.end());
  } while (changes.more == store::Store::Changes::More::yes);
  std::ranges::sort(unknown_);
  const auto repeated = std::ranges::unique(unknown_);
  unknown_.erase(repeated.begin(), repeated.end());
}

std::vector<store::ArticleNumber> ArticleWords::with_unknown(
    const std::vector<store::ArticleNumber>& known) const {
  std::vector<store::ArticleNumber> all;
  std::ranges::set_union(known, unknown_, std::back_inserter(all));
  if (index_) {
    std::vector<store::ArticleNumber> more;
    std::ranges::set_union(all, index_->with(damaged_word), std::back_inserter(more));
    all = std::move(more);
  }
  return all;
}

std::vector<store::ArticleNumber> ArticleWords::candidates(const Query& query) const {
  std::vector<store::ArticleNumber> found;
  if (index_) {
    bool is_first = true;
    for (const QueryWord& word : query.words) {
      std::vector<store::ArticleNumber> having =
          word.is_beginning ? index_->with_beginning(word.word) : index_->with(word.word);
      if (!is_first) {
        std::vector<store::ArticleNumber> both;
        std::ranges::set_intersection(found, having, std::back_inserter(both));
        having = std::move(both);
      }
      found = std::move(having);
      is_first = false;
      if (found.empty()) {
        break;
      }
    }
  }
  return with_unknown(found);
}

std::vector<store::ArticleNumber> ArticleWords::with_most_of(const std::vector<std::string>& words,
                                                             std::size_t least) const {
  std::vector<store::ArticleNumber> found;
  if (index_) {
    std::vector<std::uint16_t> counts;  // by article; there are at most 64 words
    for (const std::string& word : words) {
      for (const store::ArticleNumber number : index_->with(word)) {
        const auto at = static_cast<std::size_t>(number);
        if (at >= counts.size()) {
          counts.resize(at + 1);
        }
        ++counts[at];
      }
    }
    for (std::size_t at = 0; at < counts.size(); ++at) {
      if (counts[at] >= least && counts[at] > 0) {
        found.push_back(store::ArticleNumber{static_cast<std::int64_t>(at)});
      }
    }
  }
  return with_unknown(found);
}

std::uint64_t rebuild_words(const history::Archive& archive, const store::OnProgress& progress) {
  const store::Store& store = archive.store();
  store::WordIndex::remove(store.folder());
  store::WordIndex index{store.folder(), words_version, store.arrivals()};
  catch_up(archive, index, progress);
  index.optimise();
  return store.articles().size();
}

}  // namespace arch::search
