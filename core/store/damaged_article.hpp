#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <functional>

namespace arch::store {

enum class ArticleNumber : std::int64_t;

/// Is told of an article that is left out because it is damaged: one must not hide the others.
using OnDamagedArticle = std::function<void(ArticleNumber, const Error&)>;

/// Runs `read`, which reads the article, and tells `damaged` what it throws for damage. All else is
/// thrown, and without a `damaged` that too. Returns whether nothing was told.
bool read_or_leave_out(ArticleNumber article,
                       const OnDamagedArticle& damaged,
                       const std::function<void()>& read);

}  // namespace arch::store
