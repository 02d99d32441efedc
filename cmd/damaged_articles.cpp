#include "cmd/damaged_articles.hpp"

#include "base/error.hpp"
#include "base/printable.hpp"

#include <fmt/format.h>

#include <string>

namespace arch::cmd {

namespace {

/// Empty where it cannot be read.
std::string key_of(const history::Archive& archive, store::ArticleNumber article) {
  try {
    return archive.store().row(article).key;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::corrupt) {
      throw;
    }
    return {};
  }
}

}  // namespace

void DamagedArticles::add(std::string_view key, std::string_view problem) {
  ++count_;
  context_.say(fmt::format(
      "error: left out{}: {}", key.empty() ? "" : " " + one_line(key), one_line(problem)));
}

store::OnDamagedArticle DamagedArticles::teller(const history::Archive& archive,
                                                ProgressLine* progress) {
  return [this, &archive, progress](store::ArticleNumber article, const Error& error) {
    if (progress != nullptr) {
      progress->clear();
    }
    add(key_of(archive, article), error.what());
  };
}

void DamagedArticles::guard(const history::Archive& archive,
                            store::ArticleNumber article,
                            ProgressLine& progress,
                            const std::function<void()>& read) {
  store::read_or_leave_out(article, teller(archive, &progress), read);
}

Exit DamagedArticles::exit(Exit otherwise) const {
  if (count_ == 0) {
    return otherwise;
  }
  context_.say(fmt::format("hint: {}", store::damage_hint));
  return Exit::corrupt;
}

}  // namespace arch::cmd
