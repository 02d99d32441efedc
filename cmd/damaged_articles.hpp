#pragma once

#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/progress.hpp"
#include "history/archive.hpp"

#include <cstdint>
#include <functional>
#include <string_view>

namespace arch::cmd {

/// What is said when the file of judgements was damaged: nothing is lost by it.
inline constexpr std::string_view judged_anew =
    "note: what was judged before was damaged, and is worked out again";

/// Names the articles that a command over many leaves out because they are damaged: one must not
/// hide the others.
class DamagedArticles {
public:
  explicit DamagedArticles(Context& context) : context_(context) {}

  /// Says on stderr that an article is left out, and why. `key` may be empty: not known.
  void add(std::string_view key, std::string_view problem);

  /// What says on stderr, where a progress line is wiped out first, that an article of `archive` is
  /// left out, and why. Valid as long as this and both of them.
  store::OnDamagedArticle teller(const history::Archive& archive, ProgressLine* progress);

  /// Runs `read`, which reads the article; what it throws for damage is said, after the progress
  /// line is gone, and nothing else is caught.
  void guard(const history::Archive& archive,
             store::ArticleNumber article,
             ProgressLine& progress,
             const std::function<void()>& read);

  /// Says what to do and returns Exit::corrupt if there was one, else `otherwise`.
  Exit exit(Exit otherwise = Exit::ok) const;

private:
  Context& context_;
  std::uint64_t count_ = 0;
};

}  // namespace arch::cmd
