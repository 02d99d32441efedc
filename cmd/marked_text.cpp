#include "cmd/marked_text.hpp"

#include "base/printable.hpp"
#include "base/unicode.hpp"

#include <algorithm>

namespace arch::cmd {
namespace {

/// Narrower text than this beside an indent is not worth having.
constexpr std::size_t least_room = 10;

}  // namespace

void MarkedText::add(std::string_view text, Role role) {
  if (text.empty()) {
    return;
  }
  text_ += escape_controls(text);
  if (!spans_.empty() && spans_.back().second == role) {
    spans_.back().first = text_.size();
  } else {
    spans_.emplace_back(text_.size(), role);
  }
}

void MarkedText::trim_end() {
  text_.resize(text_.find_last_not_of(" \n\t") + 1);
  while (!spans_.empty() &&
         (spans_.size() > 1 ? spans_[spans_.size() - 2].first : 0) >= text_.size()) {
    spans_.pop_back();
  }
  if (!spans_.empty()) {
    spans_.back().first = text_.size();
  }
}

void MarkedText::print(Output& out, const Style& style, const Layout& layout) const {
  out.write(style.paint(layout.first_role, layout.first));

  std::size_t span = 0;
  std::size_t printed = 0;
  // Prints up to `end` in the colours that apply. A line never ends inside a colour, so that a
  // pager that starts in the middle shows it right.
  const auto print_to = [&](std::size_t end) {
    while (printed < end) {
      while (spans_[span].first <= printed) {
        ++span;
      }
      const std::size_t stop = std::min(end, spans_[span].first);
      out.write(style.paint(spans_[span].second,
                            std::string_view{text_}.substr(printed, stop - printed)));
      printed = stop;
    }
  };
  const std::string indent(layout.indent, ' ');
  const std::size_t room =
      layout.width ? std::max(least_room, *layout.width - std::min(*layout.width, layout.indent))
                   : 0;

  std::size_t column = 0;
  for (std::size_t at = 0; at < text_.size();) {
    if (text_[at] == '\n') {
      print_to(at);
      printed = ++at;
      out.write("\n");
      out.write(indent);
      column = 0;
      continue;
    }
    const std::size_t word_end = std::min(text_.find_first_of(" \n", at + 1), text_.size());
    if (layout.width) {
      const std::size_t columns = display_width(std::string_view{text_}.substr(at, word_end - at));
      if (column > 0 && column + columns > room && text_[at] == ' ') {
        print_to(at);
        printed = at + 1;  // the space becomes the line's end
        out.write("\n");
        out.write(indent);
        column = columns - 1;
      } else {
        column += columns;
      }
    }
    at = word_end;
  }
  print_to(text_.size());
  out.write("\n");
}

}  // namespace arch::cmd
