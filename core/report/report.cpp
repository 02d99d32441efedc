#include "report/report.hpp"

#include "base/error.hpp"

#include <algorithm>

namespace arch::report {

std::optional<double> value_of(const Figure& figure) {
  const double count = static_cast<double>(figure.count);
  if (figure.unit == Figure::Unit::count) {
    return count;
  }
  if (figure.of == 0) {
    return std::nullopt;
  }
  const double ratio = count / static_cast<double>(figure.of);
  return figure.unit == Figure::Unit::per_thousand ? 1000 * ratio
         : figure.unit == Figure::Unit::per_100000 ? 100'000 * ratio
                                                   : ratio;
}

const Figure& figure(const Report& report, std::string_view id) {
  const auto found = std::ranges::find(report.figures, id, &Figure::id);
  ARCH_ASSERT(found != report.figures.end());
  return *found;
}

}  // namespace arch::report
