#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace arch::article {

/// Returns a language tag as BCP 47 writes it: `en_us` gives `en-US`, `zh-hans` `zh-Hans`. Returns
/// nullopt for what is none, such as `x-default` and names of languages.
std::optional<std::string> normalize_language(std::string_view tag);

/// The primary subtag: `pt` of `pt-BR`.
std::string_view primary_language(std::string_view tag);

/// The primary subtag with the script behind it, if there is one: `zh-Hans` of `zh-Hans-CN`, `pt`
/// of `pt-BR`. The tag is as normalize_language() gives it.
std::string_view language_and_script(std::string_view tag);

/// Returns the language of a text as a primary subtag, by its script or by its most frequent words;
/// nullopt when it is too short or none of those known (some twenty of Latin script). At most the
/// first 2,048 bytes are looked at.
std::optional<std::string_view> guess_language(std::string_view text);

}  // namespace arch::article
