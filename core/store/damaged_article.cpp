#include "store/damaged_article.hpp"

namespace arch::store {

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
