#include "cmd/marked_text.hpp"

#include "base/printable.hpp"
#include "base/unicode.hpp"
#include "base/utf8.hpp"

#include <algorithm>

namespace arch::cmd {
namespace {

/// Narrower text than this beside an indent is not worth having.
constexpr std::size_t least_room = 10;

/// A line is looked for in so many bytes for each of its columns: a family emoji has 25 in 6 or 2,
/// and letters under a pile of combining marks may be cut.
constexpr std::size_t most_bytes_of_column = 16;

/// Returns the word of `text` at byte `at`, with the blank that may stand before it. A longer one
/// than `longest` bytes is cut, so that a paragraph without blanks is not read again for each line.
std::string_view word_at(std::string_view text, std::size_t at, std::size_t longest) {
  const std::string_view near = text.substr(at, longest);
  const std::size_t end = near.find_first_of(" \n", 1);
  if (end != std::string_view::npos || near.size() == text.size() - at) {
    return near.substr(0, end);
  }
  return near.substr(0, std::max<std::size_t>(valid_utf8_prefix(near), 1));
}

struct Fitting {
  std::size_t bytes = 0;
  std::size_t columns = 0;
};

/// The longest start of `word` that has at most `room` columns, whole graphemes.
Fitting fitting_start(std::string_view word, std::size_t room) {
  Fitting fitting;
  for (const std::size_t end : grapheme_boundaries(word)) {
    const std::size_t columns = display_width(word.substr(fitting.bytes, end - fitting.bytes));
    if (fitting.columns + columns > room) {
      break;
    }
    fitting = {.bytes = end, .columns = fitting.columns + columns};
  }
  return fitting;
}

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

std::vector<MarkedText::Line> MarkedText::lines(const Style& style,
                                                std::optional<std::size_t> room,
                                                LongWords long_words) const {
  std::vector<Line> lines;
  std::size_t span = 0;
  Line line;
  std::size_t start = 0;
  // Ends the line at `end`; the next one starts at `next`. A line never ends inside a colour, so
  // that a pager that starts in the middle shows it right.
  const auto end_line = [&](std::size_t end, std::size_t next) {
    for (std::size_t at = start; at < end;) {
      while (spans_[span].first <= at) {
        ++span;
      }
      const std::size_t stop = std::min(end, spans_[span].first);
      line.painted +=
          style.paint(spans_[span].second, std::string_view{text_}.substr(at, stop - at));
      at = stop;
    }
    lines.push_back(std::move(line));
    line = {};
    start = next;
  };

  for (std::size_t at = 0; at < text_.size();) {
    if (!room) {  // All up to the next break is one line.
      at = std::min(text_.find('\n', at), text_.size());
      line.columns = display_width(std::string_view{text_}.substr(start, at - start));
    }
    if (at == text_.size()) {
      break;
    }
    if (text_[at] == '\n') {
      end_line(at, at + 1);
      at = start;
      continue;
    }
    const std::string_view word = word_at(text_, at, *room * most_bytes_of_column);
    const std::size_t columns = display_width(word);
    if (line.columns + columns <= *room) {
      line.columns += columns;
      at += word.size();
      continue;
    }
    const bool stays_whole = long_words == LongWords::keep_ascii && is_ascii(word);
    if (word[0] == ' ' && line.columns > 0 && (stays_whole || columns <= *room + 1)) {
      end_line(at, at + 1);  // the space becomes the line's end
      at = start;
    } else if (stays_whole) {
      line.columns += columns;
      at += word.size();
    } else {
      const Fitting fitting = fitting_start(word, *room - std::min(*room, line.columns));
      if (fitting.bytes == 0 && line.columns > 0) {
        end_line(at, at);
        continue;
      }
      const std::size_t bytes = fitting.bytes > 0 ? fitting.bytes : decode_code_point(word, 0).size;
      line.columns += fitting.bytes > 0 ? fitting.columns : display_width(word.substr(0, bytes));
      at += bytes;
      end_line(at, at);
    }
  }
  if (start < text_.size() || lines.empty()) {
    end_line(text_.size(), text_.size());
  }
  return lines;
}

void MarkedText::print(Output& out, const Style& style, const Layout& layout) const {
  out.write(style.paint(layout.first_role, layout.first));
  const std::string indent(layout.indent, ' ');
  std::optional<std::size_t> room;
  if (layout.width) {
    room = std::max(least_room, *layout.width - std::min(*layout.width, layout.indent));
  }
  bool is_first = true;
  for (const Line& line : lines(style, room)) {
    if (!is_first) {
      out.write(indent);
    }
    is_first = false;
    out.line(line.painted);
  }
}

}  // namespace arch::cmd
