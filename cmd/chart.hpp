#pragma once

#include "cmd/html.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace arch::cmd {

/// A chart with its title, what it shows in words, and its table.
///
/// Charts are inline SVG, drawn by us: few forms with a dozen rectangles and lines each, for which
/// no library is small. Widths are in per cent (given as shares) and heights in pixels, without a
/// viewBox, so that a chart fills a phone as well as a page and its letters stay as large as the
/// text around it. Behind each chart is the table of its numbers: what is drawn is never the only
/// way to read it.
class Chart {
public:
  Chart(std::string_view id, std::string_view title, std::string_view words);

  void open(int height);
  void close() { html_.markup("</svg>\n"); }

  void bar(Markup kind, double x, double width, int y, int height);
  void line(Markup kind, double x1, int y1, double x2, int y2);
  void dot(double x, int y);
  void label(Markup anchor, double x, int y, std::string_view words);

  struct Key {
    Markup kind;
    std::string_view words;
  };
  void legend(std::span<const Key> keys);

  /// Folded on a screen, not on paper.
  void table(std::span<const Markup> heads, const std::vector<std::vector<std::string>>& rows);

  Html take() { return html_.markup("</figure>\n"); }

private:
  Html html_;
  std::string id_;
  std::string title_;
};

/// A table that can be scrolled on a narrow screen. The first cell of each row heads it.
Html scrolling_table(std::string_view title,
                     std::span<const Markup> heads,
                     const std::vector<std::vector<std::string>>& rows);

/// `Nov` of `2026-11`.
std::string_view month_name(std::string_view month);

/// A round number at or above `value` whose half is round, too: 2, 4, 6, 10, 20, 40 …
double round_up(double value);

}  // namespace arch::cmd
