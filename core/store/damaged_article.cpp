#include "store/damaged_article.hpp"

#include <fmt/format.h>

#include <string>

namespace arch::store {

Error name_damage(std::string_view doing, const Error& damage) {
  return Error{
      damage.kind(), fmt::format("{}: {}", doing, damage.what()), std::string{damage_hint}};
}

bool read_or_leave_out(ArticleNumber article,
                       const OnDamagedArticle& damaged,
                       const std::function<void()>& read) {
  try {
    read();
    return true;
  } catch (const Error& error) {
    if (!damaged || error.kind() != ErrorKind::corrupt) {
      throw;
    }
    damaged(article, error);
    return false;
  }
}

}  // namespace arch::store
