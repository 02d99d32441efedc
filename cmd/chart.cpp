#include "cmd/chart.hpp"

#include <fmt/format.h>

#include <array>

namespace arch::cmd {
namespace {

std::string percent(double share) {
  return fmt::format("{:.2f}%", 100 * share);
}

}  // namespace

Chart::Chart(std::string_view id, std::string_view title, std::string_view words) {
  html_.markup("<figure class=\"chart\">\n<figcaption><h3 id=\"")
      .text(id)
      .markup("\">")
      .text(title)
      .markup("</h3><p class=\"note\">")
      .text(words)
      .markup("</p></figcaption>\n");
  id_ = id;
  title_ = title;
}

void Chart::open(int height) {
  html_.markup("<svg role=\"img\" aria-labelledby=\"")
      .text(id_)
      .markup("\" width=\"100%\" height=\"")
      .text(std::to_string(height))
      .markup("\">\n");
}

void Chart::bar(Markup kind, double x, double width, int y, int height) {
  html_.markup("<rect class=\"")
      .markup(kind)
      .markup("\" x=\"")
      .text(percent(x))
      .markup("\" width=\"")
      .text(percent(width))
      .markup("\" y=\"")
      .text(std::to_string(y))
      .markup("\" height=\"")
      .text(std::to_string(height))
      .markup("\"/>\n");
}
void Chart::line(Markup kind, double x1, int y1, double x2, int y2) {
  html_.markup("<line class=\"")
      .markup(kind)
      .markup("\" x1=\"")
      .text(percent(x1))
      .markup("\" y1=\"")
      .text(std::to_string(y1))
      .markup("\" x2=\"")
      .text(percent(x2))
      .markup("\" y2=\"")
      .text(std::to_string(y2))
      .markup("\"/>\n");
}
void Chart::dot(double x, int y) {
  html_.markup("<circle class=\"dot\" r=\"4.5\" cx=\"")
      .text(percent(x))
      .markup("\" cy=\"")
      .text(std::to_string(y))
      .markup("\"/>\n");
}
void Chart::label(Markup anchor, double x, int y, std::string_view words) {
  html_.markup("<text text-anchor=\"")
      .markup(anchor)
      .markup("\" x=\"")
      .text(percent(x))
      .markup("\" y=\"")
      .text(std::to_string(y))
      .markup("\">")
      .text(words)
      .markup("</text>\n");
}

void Chart::legend(std::span<const Key> keys) {
  html_.markup("<ul class=\"legend\">");
  for (const Key& key : keys) {
    html_.markup("<li><svg aria-hidden=\"true\" width=\"12\" height=\"12\"><rect class=\"")
        .markup(key.kind)
        .markup("\" width=\"12\" height=\"12\"/></svg> ")
        .text(key.words)
        .markup("</li>");
  }
  html_.markup("</ul>\n");
}

void Chart::table(std::span<const Markup> heads,
                  const std::vector<std::vector<std::string>>& rows) {
  html_.markup("<details class=\"folded\"><summary>The numbers of this chart</summary>\n")
      .append(scrolling_table(title_, heads, rows))
      .markup("</details>\n");
}

Html scrolling_table(std::string_view title,
                     std::span<const Markup> heads,
                     const std::vector<std::vector<std::string>>& rows) {
  Html html;
  html.markup("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Numbers of: ")
      .text(title)
      .markup("\"><table>")
      .markup("<thead><tr>");
  for (const Markup head : heads) {
    html.markup("<th scope=\"col\">").markup(head).markup("</th>");
  }
  html.markup("</tr></thead>\n<tbody>");
  for (const std::vector<std::string>& row : rows) {
    html.markup("<tr>");
    for (std::size_t i = 0; i < row.size(); ++i) {
      html.markup(i == 0 ? Markup("<th scope=\"row\" dir=\"auto\">") : Markup("<td>"))
          .text(row[i])
          .markup(i == 0 ? Markup("</th>") : Markup("</td>"));
    }
    html.markup("</tr>\n");
  }
  return html.markup("</tbody></table></div>\n");
}

std::string_view month_name(std::string_view month) {
  constexpr std::array<std::string_view, 12> names{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const int number = (month[5] - '0') * 10 + (month[6] - '0');
  return names.at(static_cast<std::size_t>(number - 1));
}

double round_up(double value) {
  for (double step = 1;; step *= 10) {
    for (const double factor : {2.0, 4.0, 6.0, 10.0}) {
      if (step * factor >= value) {
        return step * factor;
      }
    }
  }
}

}  // namespace arch::cmd
