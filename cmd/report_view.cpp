#include "cmd/report_view.hpp"

#include "base/sha256.hpp"
#include "cmd/describe.hpp"

#include <fmt/format.h>

#include <cmath>

namespace arch::cmd {
namespace {

using report::Figure;

std::string number(double value) {
  return fmt::format("{:.1f}", value);
}

bool begins_day(UtcTime time, const Zone& zone) {
  constexpr std::int64_t day = std::int64_t{24} * 3600;
  return (time.seconds + zone.offset_at(time)) % day == 0;
}

std::string day_text(UtcTime time, const Zone& zone) {
  return format_local(time, zone).substr(0, 10);
}

}  // namespace

std::string figure_value(const Figure& figure) {
  const std::optional<double> value = report::value_of(figure);
  if (!value) {
    return "–";
  }
  switch (figure.unit) {
    using enum Figure::Unit;
    case count:
      return grouped(figure.count);
    case share:
      return number(100 * *value) + " %";
    case per_thousand:
    case per_100000:
      return number(*value);
    case ratio:
      return fmt::format("{:.2f}", *value);
  }
  return {};
}

std::string figure_bounds(const Figure& figure) {
  if (!figure.bounds) {
    return {};
  }
  return fmt::format(
      "{} to {} %", number(100 * figure.bounds->low), number(100 * figure.bounds->high));
}

std::string interval_text(double least, double most) {
  const std::string from = describe_duration(std::llround(least));
  const std::string to = describe_duration(std::llround(most));
  return from == to ? from : fmt::format("{} to {}", from, to);
}

std::string before_after_text(double least, double most) {
  if (least >= 0) {
    return most == 0 ? "at once" : interval_text(least, most) + " after";
  }
  if (most == 0) {
    return fmt::format("up to {} before", describe_duration(-std::llround(least)));
  }
  return most < 0 ? interval_text(-most, -least) + " before"
                  : fmt::format("between {} before and {} after",
                                describe_duration(-std::llround(least)),
                                describe_duration(std::llround(most)));
}

std::string utc_text(UtcTime time) {
  std::string text = format_rfc3339(time);
  text[10] = ' ';
  return text.substr(0, 16) + " UTC";
}

std::string between_text(const std::optional<UtcTime>& not_before, UtcTime first_seen) {
  if (!not_before) {
    return "by " + utc_text(first_seen);
  }
  const std::string from = utc_text(*not_before).substr(0, 16);
  const std::string to = utc_text(first_seen);
  return fmt::format(
      "between {} and {}", from, from.substr(0, 10) == to.substr(0, 10) ? to.substr(11) : to);
}

std::string level_text(corrections::Level level) {
  return fmt::format("{} {}", static_cast<int>(level), corrections::level_name(level));
}

std::string_view position_text(corrections::NoticePosition position) {
  switch (position) {
    using enum corrections::NoticePosition;
    case top:
      return "at the top";
    case foot:
      return "at the foot";
    case inside:
      return "within the text";
    case headline:
      return "in the headline";
    case markup:
      return "in what programs read";
  }
  return {};
}

std::string period_text(const report::Scope& scope, const Zone& zone, std::string_view zone_name) {
  const UtcTime last{scope.to.seconds - 1};
  if (!zone_name.empty() && begins_day(scope.from, zone) && begins_day(scope.to, zone)) {
    return fmt::format(
        "{} to {} ({})", day_text(scope.from, zone), day_text(last, zone), zone_name);
  }
  const Zone utc = Zone::utc();
  if (begins_day(scope.from, utc) && begins_day(scope.to, utc)) {
    return fmt::format("{} to {} (UTC)", day_text(scope.from, utc), day_text(last, utc));
  }
  return fmt::format("{} to {}", utc_text(scope.from).substr(0, 16), utc_text(scope.to));
}

std::string form_text(const report::Scope& scope) {
  if (scope.form == report::Form::calendar) {
    return "by calendar: what happened in the period, to articles of any age";
  }
  return fmt::format("by cohort: articles first seen in the period, each followed for {}",
                     describe_duration(scope.follow_up));
}

std::string count_text(const Figure& figure) {
  if (figure.unit == Figure::Unit::count || figure.of_what.empty()) {
    return figure.unit == Figure::Unit::count
               ? grouped(figure.count)
               : fmt::format("{} of {}", grouped(figure.count), grouped(figure.of));
  }
  return fmt::format(
      "{} of {}",
      figure.what == figure.of_what ? grouped(figure.count) : counted(figure.count, figure.what),
      counted(figure.of, figure.of_what));
}

std::optional<ObjectId> policy_of(const report::Report& report) {
  static const ObjectId empty = sha256({});
  return report.policy == empty ? std::nullopt : std::optional{report.policy};
}

std::string article_page(std::string_view key) {
  return "articles/" + sha256(as_bytes(key)).short_hex(16) + ".html";
}

std::string median_text(const report::DurationFigure& figure) {
  const auto least = report::quantile(figure.least, 0.5);
  const auto most = report::quantile(figure.most, 0.5);
  if (!least && !most) {
    return figure.closed + figure.open == 0 ? "–" : "not reached";
  }
  if (!most) {
    return fmt::format("{} or more", describe_duration(std::llround(*least)));
  }
  const double from = least.value_or(*most);
  return from < 0 ? before_after_text(from, *most) : interval_text(from, *most);
}

std::string case_anchor(const report::ChangeCase& one) {
  return "case-" + one.after_id;
}

}  // namespace arch::cmd
