#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <functional>
#include <string_view>

namespace arch::store {

enum class ArticleNumber : std::int64_t;

/// What one can do about damage.
inline constexpr std::string_view damage_hint = "`arch verify` names all that is damaged";

/// The error for damage that was met while `doing` something with an article, which names it.
Error name_damage(std::string_view doing, const Error& damage);

/// Is told of an article that is left out because it is damaged: one must not hide the others.
using OnDamagedArticle = std::function<void(ArticleNumber, const Error&)>;

/// Runs `read`, which reads the article, and tells `damaged` what it throws for damage. All else is
/// thrown, and without a `damaged` that too. Returns whether nothing was told.
bool read_or_leave_out(ArticleNumber article,
                       const OnDamagedArticle& damaged,
                       const std::function<void()>& read);

}  // namespace arch::store
