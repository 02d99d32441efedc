#include "corrections/judgements.hpp"

#include "base/sha256.hpp"
#include "corrections/classify.hpp"

#include <string>

namespace arch::corrections {
namespace {

/// Goes up whenever rows are packed otherwise.
constexpr const char* rows_version = "judgements 1\n";

/// Rows that are written at once: some hundredths of a second, for which others wait.
constexpr std::size_t rows_at_once = 1000;

ObjectId version() {
  return sha256(as_bytes(rows_version + rules_digest().hex()));
}

}  // namespace

Judgements::Judgements(const std::filesystem::path& folder)
    : file_(folder, store::judgements_name, version()) {}

Judgements::~Judgements() {
  file_.put(waiting_);
}

KnownVerdicts Judgements::find(const store::Article& article) {
  std::optional<Bytes> row;
  {
    const std::scoped_lock lock{mutex_};
    row = file_.find(article.number());
  }
  return row ? KnownVerdicts{*row, article.records()} : KnownVerdicts{};
}

void Judgements::keep(const store::Article& article, const KnownVerdicts& known) {
  if (!known.is_changed()) {
    return;
  }
  Bytes row = known.pack(article.records());
  const std::scoped_lock lock{mutex_};
  waiting_.emplace_back(article.number(), std::move(row));
  if (waiting_.size() >= rows_at_once) {
    file_.put(waiting_);
    waiting_.clear();
  }
}

bool Judgements::was_damaged() {
  const std::scoped_lock lock{mutex_};
  return file_.state() == store::DerivedFile::State::damaged;
}

}  // namespace arch::corrections
