#include "cmd/report_view.hpp"

#include "cmd/describe.hpp"

#include <fmt/format.h>

#include <cmath>

namespace arch::cmd {
namespace {

using report::Figure;

std::string number(double value) {
  return fmt::format("{:.1f}", value);
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

std::string median_text(const report::DurationFigure& figure) {
  const auto least = report::quantile(figure.least, 0.5);
  const auto most = report::quantile(figure.most, 0.5);
  if (!least && !most) {
    return figure.closed + figure.open == 0 ? "–" : "not reached";
  }
  if (!most) {
    return fmt::format("{} or more", describe_duration(std::llround(*least)));
  }
  return interval_text(least.value_or(*most), *most);
}

std::string case_anchor(const report::ChangeCase& one) {
  return "case-" + one.after_id;
}

}  // namespace arch::cmd
