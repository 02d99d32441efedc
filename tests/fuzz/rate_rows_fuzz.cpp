// Any bytes are no row, or are one that packs and unpacks to itself and that a schedule can go on
// with.

#include "base/bytes.hpp"
#include "capture/rate_rows.hpp"
#include "capture/schedule.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace {

using arch::capture::ArticleSlot;
using arch::capture::LearnedOfAll;
using arch::capture::LearnedOfArticle;
using arch::capture::LearnedOfSite;
using arch::capture::Schedule;
using arch::capture::SiteSlot;
using arch::capture::unpack_all;
using arch::capture::unpack_article;
using arch::capture::unpack_site;

constexpr std::string_view name = "https://news.example/1";
constexpr double longest = 40.0 * 86'400;

void require(bool holds) {
  if (!holds) {
    __builtin_trap();
  }
}

/// What comes back once more is the same.
template <typename Unpack, typename Pack>
void check(arch::ByteView row, const Unpack& unpack, const Pack& pack) {
  if (const auto what = unpack(row)) {
    const arch::Bytes packed = pack(*what);
    const auto again = unpack(packed);
    require(again.has_value() && pack(*again) == packed);
  }
}

void go_on(const LearnedOfArticle* article, const LearnedOfSite* site, const LearnedOfAll* all) {
  Schedule schedule{{.checks_per_hour = 10}};
  if (all != nullptr) {
    schedule.all_rates().restore(all->rates);
    schedule.all_rates().day.restore(all->day);
    schedule.set_threshold(all->threshold);
  }
  const SiteSlot of = schedule.add_site({});
  if (site != nullptr) {
    schedule.rates(of).restore(site->rates);
    schedule.rates(of).day.restore(site->day);
    schedule.rates(of).activity.restore(site->activity);
  }
  double now = 1.8e9;
  const ArticleSlot slot = schedule.add(
      of, article != nullptr ? article->learned : Schedule::Learned{.clock = {now, now}});
  for (const auto seen : {Schedule::Seen::unchanged, Schedule::Seen::changed}) {
    now += 3600;
    schedule.balance(now);
    schedule.checked(slot, now, seen);
    require(schedule.due(slot) >= now && schedule.due(slot) <= now + longest);
    require(std::isfinite(schedule.planned_per_hour()));
  }
}

}  // namespace

/// The input is the kind of a row and what follows its stamp.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const unsigned kind = data[0] % 3U;
  const std::string_view about = kind == 2 ? std::string_view{} : name;
  arch::Bytes row = arch::capture::pack(about, LearnedOfArticle{});
  row.resize(8);
  const auto rest = std::as_bytes(std::span{data, size}).subspan(1);
  row.insert(row.end(), rest.begin(), rest.end());
  if (kind == 0) {
    const auto unpack = [](arch::ByteView bytes) { return unpack_article(bytes, name); };
    check(row, unpack, [](const LearnedOfArticle& what) { return pack(name, what); });
    if (const auto what = unpack(row)) {
      go_on(&*what, nullptr, nullptr);
    }
  } else if (kind == 1) {
    const auto unpack = [](arch::ByteView bytes) { return unpack_site(bytes, name); };
    check(row, unpack, [](const LearnedOfSite& what) { return pack(name, what); });
    if (const auto what = unpack(row)) {
      go_on(nullptr, &*what, nullptr);
    }
  } else {
    check(row, unpack_all, [](const LearnedOfAll& what) { return pack(what); });
    if (const auto what = unpack_all(row)) {
      go_on(nullptr, nullptr, &*what);
    }
  }
  return 0;
}
