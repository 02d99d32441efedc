// Whatever a page states as its date: what is read lies in the years that are allowed, is written
// in a form that reads back as the same, and has its place in the text.

#include "article/page_date.hpp"
#include "base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace {

using arch::article::DayOrder;
using arch::article::find_dates;
using arch::article::find_url_date;
using arch::article::first_year;
using arch::article::FoundDate;
using arch::article::last_year;
using arch::article::PageDate;
using arch::article::parse_page_date;

void check(const PageDate& date) {
  ARCH_ASSERT(date.year >= first_year && date.year <= last_year);
  ARCH_ASSERT(to_utc(date) >= arch::earliest_time);
  ARCH_ASSERT(parse_page_date(to_text(date), DayOrder::day_first) == date);
  ARCH_ASSERT(parse_page_date(to_text(date), DayOrder::month_first) == date);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  for (const DayOrder order : {DayOrder::day_first, DayOrder::month_first}) {
    std::size_t end = 0;
    for (const FoundDate& found : find_dates(text, order)) {
      ARCH_ASSERT(found.begin >= end && found.begin < found.end && found.end <= text.size());
      end = found.end;
      check(found.date);
    }
    if (const std::optional<PageDate> date = parse_page_date(text, order)) {
      check(*date);
    }
  }
  if (const std::optional<PageDate> date = find_url_date(text)) {
    check(*date);
    ARCH_ASSERT(!date->time_of_day);
  }
  return 0;
}
