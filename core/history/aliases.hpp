#pragma once

#include "base/object_id.hpp"
#include "store/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace arch::history {

// The URLs that led to an article without being its key: where its page was found, and the
// redirects before that. Records have them as lines `url`, `fetched` and `redirect`
// (docs/format.md#captures); the store's index of ids finds an article by the hash of each.

/// Returns those of a record, or of the pattern of a store::Shape, each once, but for the key.
std::vector<std::string> aliases_of_record(std::string_view text, std::string_view key);

/// Returns those of all records of an article, ascending, each once.
std::vector<std::string> aliases_of(const store::Article& article);

/// What the store is given as the name of an article for one of its aliases.
ObjectId alias_name(std::string_view url);

/// Returns the articles to which `url` led. A fragment makes no difference. Usually one; several
/// where a URL redirects here today and there tomorrow. Throws Error{corrupt}.
std::vector<store::ArticleNumber> find_alias(const store::Store& store, std::string_view url);

}  // namespace arch::history
