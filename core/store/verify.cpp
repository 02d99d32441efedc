#include "base/error.hpp"
#include "base/sha256.hpp"
#include "store/derived_file.hpp"
#include "store/id_index.hpp"
#include "store/state.hpp"
#include "store/word_index.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

namespace arch::store {
namespace {

constexpr std::size_t max_candidates = 4096;

std::string short_id(const RecordRow& row) {
  return fmt::format("{:012x}", row.id_prefix >> (64 - 8 * id_prefix_bytes));
}

std::string name_of(SegmentId segment) {
  return fmt::format("segment {}", static_cast<std::int64_t>(segment));
}

/// One verification at work.
class Verifying {
public:
  Verifying(StoreState& store, const std::function<void(const Damage&)>& found)
      : store_(store), backend_(*store.backend), found_(found) {}

  bool run(const OnProgress& progress) {
    std::uint64_t articles = 0;
    {
      const Reading reading(backend_);
      backend_.check([this](const BackendDamage& damage) {
        known_.insert(damage.article);
        found_({.article = damage.article,
                .subject = damage.subject,
                .problem = damage.problem,
                .rebuildable = damage.rebuildable});
      });
      articles = backend_.article_count();
      check_dictionaries();
      check_index();
      check_segments();
    }
    for (std::uint64_t number = 0; number <= articles; ++number) {
      if (progress && !progress({.done = number, .total = articles})) {
        return false;
      }
      const Reading reading(backend_);
      check_article(ArticleNumber{static_cast<std::int64_t>(number)});
    }
    return true;
  }

private:
  /// Runs `check` and reports what it throws: verification goes on past damage.
  template <typename Check>
  bool attempt(Damage damage, const Check& check) {
    try {
      check();
      return true;
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::interrupted || error.kind() == ErrorKind::busy) {
        throw;
      }
      damage.problem = error.what();
      found_(damage);
      return false;
    }
  }

  void check_dictionaries() {
    attempt({.subject = "dictionaries"}, [this] {
      for (const std::int64_t number :
           backend_.blob_keys(Space::dictionary, 0, std::numeric_limits<std::uint32_t>::max())) {
        attempt({.subject = fmt::format("dictionary {}", number)},
                [&] { store_.dictionaries.find(static_cast<std::uint32_t>(number)); });
      }
    });
  }

  void check_index() {
    index_is_whole_ = attempt({.subject = "id index", .rebuildable = true},
                              [this] { IdIndex(backend_).check(); });
  }

  /// Segments that no article names: what is left when an article's entry is lost.
  void check_segments() {
    attempt({.subject = "segments"}, [this] {
      constexpr std::size_t step = 4096;
      SegmentId last{0};
      ArticleNumber article = ArticleNumber::none;
      std::optional<ArticleEntry> entry;
      for (auto some = backend_.segments_after(last, step); !some.empty();
           some = backend_.segments_after(last, step)) {
        for (const auto& [segment, owner] : some) {
          last = segment;
          if (!entry || owner != article) {
            article = owner;
            entry = {.number = owner};
            try {
              entry = backend_.read_article(owner);
            } catch (const Error&) {
              continue;  // check_article() reports it
            }
          }
          if (!entry->key.empty() &&
              std::ranges::find(entry->segments, segment) == entry->segments.end()) {
            found_({.article = owner,
                    .key = entry->key,
                    .subject = name_of(segment),
                    .problem = "its article does not name it"});
          }
        }
      }
    });
  }

  void check_article(ArticleNumber number) {
    std::optional<ArticleState> article;
    const auto bad_segment = [&](SegmentId segment, const Error& error) {
      found_({.article = number,
              .key = article ? article->entry.key : std::string(),
              .subject = name_of(segment),
              .problem = error.what()});
    };
    std::string key;
    if (known_.contains(number) && number != ArticleNumber::none && !can_read(number)) {
      return;
    }
    if (!attempt({.article = number, .subject = "entry"}, [&] {
          key = backend_.read_article(number).key;
          article.emplace(store_, number, [&](SegmentId segment, const Error& error) {
            found_({.article = number,
                    .key = key,
                    .subject = name_of(segment),
                    .problem = error.what()});
          });
        })) {
      return;
    }
    if (number == ArticleNumber::none) {
      check_shared_records();
      return;
    }
    article->hash_objects(bad_segment);
    bool is_indexed = true;
    for (const RecordRow& row : article->records) {
      attempt({.article = number, .key = key, .subject = "revision " + short_id(row)}, [&] {
        const ObjectId id = sha256(as_bytes(article->text_of(row)));
        is_indexed = is_indexed && (!index_is_whole_ || knows(id, number));
      });
    }
    for (const RecordRow& row : article->checks) {
      attempt({.article = number, .key = key, .subject = "check"}, [&] { article->text_of(row); });
    }
    if (!is_indexed) {
      found_({.article = number,
              .key = key,
              .subject = "id index",
              .problem = "it does not know all ids of this article",
              .rebuildable = true});
    }
    attempt({.article = number, .key = key, .subject = "annotations"}, [&] {
      for (const Annotation& annotation : backend_.annotations(number)) {
        if (sha256(as_bytes(annotation.text)) != annotation.id) {
          found_({.article = number,
                  .key = key,
                  .subject = "annotation " + annotation.id.short_hex(),
                  .problem = "its text does not match its id"});
        }
      }
    });
  }

  bool can_read(ArticleNumber number) {
    try {
      backend_.read_article(number);
      return true;
    } catch (const Error&) {
      return false;
    }
  }

  bool knows(const ObjectId& id, ArticleNumber article) const {
    return std::ranges::binary_search(IdIndex(backend_).find(id.hex(), max_candidates), article);
  }

  void check_shared_records() {
    attempt({.subject = "origins"}, [this] {
      const std::uint32_t count = store_.shared.count();
      for (std::uint32_t i = 0; i < count; ++i) {
        attempt({.subject = fmt::format("origin {}", i)},
                [&] { store_.shared.text(SharedRecord{i}); });
      }
    });
  }

  StoreState& store_;
  Backend& backend_;
  const std::function<void(const Damage&)>& found_;
  std::set<ArticleNumber> known_ = {};  ///< articles of which the backend has reported damage
  bool index_is_whole_ = true;
};

}  // namespace

bool Store::verify(const std::function<void(const Damage&)>& found,
                   const OnProgress& progress) const {
  return Verifying(*state_, found).run(progress);
}

void Store::rebuild() {
  StoreState& state = *state_;
  WordIndex::remove(state.folder);
  DerivedFile::remove(state.folder, judgements_name);
  Backend& backend = *state.backend;
  Writing writing(backend, state.options.lock_timeout_ms);
  backend.rebuild_indexes();
  for (const std::int64_t article :
       backend.blob_keys(Space::cache, 0, std::numeric_limits<std::size_t>::max())) {
    backend.remove_blob(Space::cache, article);
  }
  IdIndex index(backend);
  index.clear();
  const std::uint64_t articles = backend.article_count();
  for (std::uint64_t number = 1; number <= articles; ++number) {
    const ArticleNumber article_number{static_cast<std::int64_t>(number)};
    std::vector<RecentId> ids;
    const auto add = [&](const ObjectId& id) {
      ids.push_back({.prefix = id.prefix64(), .article = article_number});
    };
    try {
      const OnBadSegment skip = [](SegmentId, const Error&) {};
      const ArticleState article(state, article_number, skip);
      article.hash_objects(skip);
      for (const auto& [object, id] : article.known_ids()) {
        add(id);
      }
      for (const RecordRow& row : article.records) {
        try {
          add(sha256(as_bytes(article.text_of(row))));
        } catch (const Error&) {
          // Its beginning is all that is left of its id, and still finds it.
          ids.push_back({.prefix = row.id_prefix, .article = article_number});
        }
      }
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::corrupt) {
        throw;
      }
    }
    for (const Annotation& annotation : backend.annotations(article_number)) {
      add(annotation.id);
    }
    index.put(ids);
  }
  writing.commit();
}

}  // namespace arch::store
