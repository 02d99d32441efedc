// Several sources of a page may give several dates of its publication. They were added in the order
// of precedence; here what they say of each other is weighed.
#include "article/metadata_fields.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace arch::article {

namespace {

/// A date that to_text() wrote.
std::optional<PageDate> read_back(const FieldValue& value) {
  return parse_page_date(value.value, DayOrder::day_first);
}

/// The instant `utc` as the clock shows it that shows `shown`, when both are of one minute.
std::optional<PageDate> in_place_of(const PageDate& utc, const PageDate& shown) {
  constexpr std::int64_t minute = 60;
  constexpr std::int64_t quarter = 15 * minute;  // offsets are whole quarters of an hour
  constexpr std::int64_t most = 840 * minute;    // 14 hours
  PageDate civil = shown;
  civil.offset = std::nullopt;
  const std::int64_t difference = to_utc(civil).seconds - to_utc(utc).seconds;
  // Shown without seconds, or with those of another moment of the same minute.
  const std::int64_t offset =
      (difference + (difference < 0 ? -quarter / 2 : quarter / 2)) / quarter * quarter;
  if (std::abs(difference - offset) >= minute || std::abs(offset) > most || offset == 0 ||
      (shown.offset && *shown.offset != offset)) {
    return std::nullopt;
  }
  PageDate local = shown;
  local.offset = static_cast<std::int32_t>(offset);
  if (!shown.has_seconds && utc.has_seconds) {
    local.time_of_day = shown.time_of_day.value_or(0) + utc.time_of_day.value_or(0) % 60;
    local.has_seconds = true;
  }
  return local;
}

/// The instant `utc` at the first minute of the day `shown`: systems that know days only store
/// that, in UTC. Only in the three hours before midnight, because the date of the next day beside a
/// time of the day before is more likely that of a change.
std::optional<PageDate> at_midnight_of(const PageDate& utc, PageDate shown) {
  constexpr std::int32_t evening = 21 * 3600;  // seconds since midnight
  shown.time_of_day = 0;
  return utc.time_of_day >= evening && !is_same_day(utc, shown) ? in_place_of(utc, shown)
                                                                : std::nullopt;
}

/// A time in UTC that the page also shows by the clock of its place gets the offset of that
/// place: readers, and whoever compares days, mean the day there.
void localize(Field& field) {
  if (field.empty()) {
    return;
  }
  const std::optional<PageDate> stated = read_back(field.front());
  if (!stated || stated->offset != 0 || !stated->time_of_day) {
    return;
  }
  for (const FieldValue& value : field) {
    const std::optional<PageDate> shown = read_back(value);
    if (!shown || shown->offset == 0) {
      continue;
    }
    const auto local =
        shown->time_of_day ? in_place_of(*stated, *shown) : at_midnight_of(*stated, *shown);
    if (local) {
      field.front().value = to_text(*local);
      return;
    }
  }
}

/// Sources that are made apart from each other; what readers see is one, however it is marked.
std::size_t group_of(FieldSource source) {
  switch (source) {
    case FieldSource::json_ld:
      return 0;
    case FieldSource::open_graph:
      return 1;
    case FieldSource::meta:
      return 2;
    case FieldSource::microdata:
      return 3;
    case FieldSource::page_url:
      return 4;
    default:
      return 5;
  }
}

/// The first source goes before the others unless it stands alone and two others agree on
/// another day: then it is the date of something else, such as of a draft.
void prefer_majority(Field& field) {
  constexpr std::size_t groups = 6;
  std::array<const FieldValue*, groups> firsts{};
  for (const FieldValue& value : field) {
    const FieldValue*& first = firsts[group_of(value.source)];
    first = first == nullptr ? &value : first;
  }
  const auto supporters = [&](const FieldValue& value) {
    return std::ranges::count_if(firsts, [&](const FieldValue* other) {
      return other != nullptr && other->value.substr(0, 10) == value.value.substr(0, 10);
    });
  };
  if (field.empty() || supporters(field.front()) > 1) {
    return;
  }
  const auto agreed =
      std::ranges::find_if(field, [&](const FieldValue& value) { return supporters(value) > 1; });
  if (agreed != field.end()) {
    std::rotate(field.begin(), agreed, agreed + 1);
  }
}

std::int64_t instant_of(const FieldValue& value) {
  const std::optional<PageDate> date = read_back(value);
  return date ? to_utc(*date).seconds : 0;
}

/// A full date in the address is right nearly always (97 % and more of 1,012 pages); what differs
/// from it by more than a day, which the place may make, is the date of something else.
void prefer_address(Field& field) {
  const auto address = std::ranges::find(field, FieldSource::page_url, &FieldValue::source);
  if (address == field.end() || address == field.begin()) {
    return;
  }
  constexpr std::int64_t two_days = 172'800;  // seconds
  const std::int64_t day = instant_of(*address);
  const auto near = std::ranges::find_if(field, [&](const FieldValue& value) {
    return instant_of(value) > day - two_days && instant_of(value) < day + two_days;
  });
  std::rotate(field.begin(), near, near + 1);
}

/// A day from the address says nothing against the hour that another source gives of the same day.
void prefer_hour(Field& field) {
  if (field.empty() || field.front().source != FieldSource::page_url) {
    return;
  }
  constexpr std::size_t day = 10;  // bytes: 2026-03-04
  const auto timed = std::ranges::find_if(field, [&](const FieldValue& value) {
    return value.value.size() > day && value.value.starts_with(field.front().value);
  });
  if (timed != field.end()) {
    std::rotate(field.begin(), timed, timed + 1);
  }
}

}  // namespace

void choose_dates(DateFields& fields) {
  localize(fields.published);
  localize(fields.modified);
  prefer_majority(fields.published);
  prefer_address(fields.published);
  prefer_hour(fields.published);
  // A page that only says when it changed was published then or before: the best that is known.
  if (fields.published.empty() && !fields.modified.empty()) {
    fields.published.push_back(fields.modified.front());
  }
}

}  // namespace arch::article
