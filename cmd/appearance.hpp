#pragma once

#include "cmd/json.hpp"
#include "cmd/style.hpp"
#include "search/find.hpp"

#include <string>

namespace arch::cmd {

/// `since between 2021-09-20 08:00:00 +0000 and …, last seen …, gone by …`: an interval at both
/// ends, since looks are samples.
std::string describe_appearance(const search::Appearance& appearance, const Zone& zone);

/// `not_before`, `first_seen`, `last_seen` and `gone_by`.
JsonRecord appearance_record(const search::Appearance& appearance);

/// A line of an article with the words that were found painted, cut to what stands around them.
std::string excerpt(const search::Hit& hit, const Style& style);

}  // namespace arch::cmd
