#include "article/text_lines.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace arch::article {

namespace {

std::string_view trim(std::string_view text) {
  if (text.starts_with(' ')) {
    text.remove_prefix(1);
  }
  if (text.ends_with(' ')) {
    text.remove_suffix(1);
  }
  return text;
}

bool consists_of(std::string_view line, char mark, std::size_t least) {
  return line.size() >= least && line.find_first_not_of(mark) == std::string_view::npos;
}

/// `* * *`, `---` and the like.
bool is_rule(std::string_view line) {
  const char mark = line.front();
  const auto marks = std::ranges::count(line, mark);
  const auto spaces = std::ranges::count(line, ' ');
  return (mark == '-' || mark == '*' || mark == '_') && marks >= 3 &&
         static_cast<std::size_t>(marks + spaces) == line.size();
}

/// The character of a mark that begins or ends a code block, or NUL.
char fence_of(std::string_view line) {
  return line.starts_with("```") || line.starts_with("~~~") ? line.front() : '\0';
}

bool begins_number(std::string_view line) {
  constexpr std::size_t most_digits = 3;  // more is a year
  const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  const std::string_view rest = line.substr(digits);
  return digits >= 1 && digits <= most_digits && (rest.starts_with(". ") || rest.starts_with(") "));
}

/// `# …` to `###### …`: the number of marks, or 0.
std::size_t heading_level(std::string_view line) {
  const std::size_t marks = std::min(line.find_first_not_of('#'), line.size());
  return marks >= 1 && marks <= 6 && marks < line.size() && line[marks] == ' ' ? marks : 0;
}

/// `[image: …]` in any case, or nothing of the kind.
bool is_image(std::string_view line, std::string_view& alternative) {
  const auto equals = [](std::string_view text, std::string_view lower) {
    return std::ranges::equal(text, lower, [](char a, char b) {
      return (a >= 'A' && a <= 'Z' ? a + ('a' - 'A') : a) == b;
    });
  };
  constexpr std::string_view opening = "[image:";
  if (equals(line, "image") || equals(line, "[image]")) {
    alternative = {};
    return true;
  }
  if (line.size() > opening.size() && line.ends_with(']') &&
      equals(line.substr(0, opening.size()), opening)) {
    line.remove_suffix(1);
    alternative = trim(line.substr(opening.size()));
    return true;
  }
  return false;
}

/// Reads a heading's text, without the marks that may close it.
std::string_view heading_text(std::string_view line, std::size_t level) {
  line.remove_prefix(level + 1);
  const std::size_t end = line.find_last_not_of('#');
  if (end == std::string_view::npos) {
    return {};
  }
  return line[end] == ' ' ? trim(line.substr(0, end)) : line;
}

/// Classifies a line that is not in a code block. An empty text: the line says nothing.
Line classify(std::string_view text) {
  Line line{.kind = LineKind::text, .text = text};
  switch (text.front()) {
    case '#':
      if (const std::size_t level = heading_level(text); level > 0) {
        line.kind = level == 1 ? LineKind::title : LineKind::subheading;
        line.text = heading_text(text, level);
      }
      break;
    case '>':
      line.kind = LineKind::quotation;
      line.text = trim(text.substr(1));
      break;
    case '-':
    case '*':
    case '+':
    case '_':
      if (is_rule(text)) {
        line.kind = LineKind::separate;
      } else if (text.front() != '_' && text.size() > 2 && text[1] == ' ') {
        line.kind = LineKind::list_item;
        line.text = text.substr(2);
      }
      break;
    case '|':
    case '<':
      line.kind = LineKind::separate;
      break;
    case '[':
    case 'i':
    case 'I':
      if (is_image(text, line.text)) {
        line.kind = LineKind::image;
      }
      break;
    default:
      line.starts_block = begins_number(text);
      break;
  }
  return line;
}

}  // namespace

std::string_view LineReader::take_line() {
  const std::size_t end = std::min(rest_.find('\n'), rest_.size());
  const std::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  return trim(line);
}

bool LineReader::next(Line& line) {
  bool after_blank = first_;
  first_ = false;
  while (!rest_.empty()) {
    const std::string_view text = take_line();
    if (text.empty()) {
      after_blank = true;
      continue;
    }
    const char fence = fence_of(text);
    if (fence_ != '\0' || fence != '\0') {
      line = {.kind = LineKind::separate, .text = text};
      fence_ = fence_ == '\0' ? fence : (fence == fence_ ? '\0' : fence_);
    } else {
      line = classify(text);
      if (line.text.empty() && line.kind != LineKind::image) {
        after_blank = true;
        continue;
      }
    }
    line.after_blank = after_blank;
    if (line.kind == LineKind::image && !after_blank && (rest_.empty() || rest_.front() == '\n')) {
      line.kind = LineKind::text;  // the last word of a wrapped paragraph
      line.text = text;
    }
    if (line.kind == LineKind::text && !rest_.empty() &&
        (rest_.front() == '=' || rest_.front() == '-')) {
      LineReader ahead = *this;
      const std::string_view below = ahead.take_line();
      const bool title = consists_of(below, '=', 3);
      if (title || consists_of(below, '-', 3)) {
        line.kind = title ? LineKind::title : LineKind::subheading;
        rest_ = ahead.rest_;
      }
    }
    return true;
  }
  return false;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

bool is_hard_wrapped(std::string_view text) {
  // Widths in characters. A line is inner if a line of the same paragraph follows it.
  constexpr std::size_t least_lines = 3;  // fewer prove nothing
  constexpr std::size_t narrowest = 40;   // shorter lines are verse, lists, tables
  constexpr std::size_t widest = 120;     // nobody wraps wider
  constexpr std::size_t out_of_range = widest + 1;
  std::array<std::size_t, out_of_range + 1> inner_by_width{};
  std::array<std::size_t, out_of_range + 1> inner_by_width_with_next_word{};
  std::size_t inner = 0;

  LineReader reader{text};
  Line line;
  bool before_is_text = false;
  std::string_view before;
  while (reader.next(line)) {
    const bool is_text = line.kind == LineKind::text;
    if (before_is_text && is_text && !line.after_blank) {
      const std::size_t width = count_characters(before);
      const std::string_view word = line.text.substr(0, line.text.find(' '));
      ++inner;
      ++inner_by_width[std::min(width, out_of_range)];
      ++inner_by_width_with_next_word[std::min(width + 1 + count_characters(word), out_of_range)];
    }
    before_is_text = is_text;
    before = line.text;
  }
  if (inner < least_lines) {
    return false;
  }
  // The width: nine in ten inner lines fit. An edit may have made some of them longer.
  std::size_t width = 0;
  for (std::size_t fitting = 0; width <= out_of_range; ++width) {
    fitting += inner_by_width[width];
    if (fitting * 10 >= inner * 9) {
      break;
    }
  }
  if (width < narrowest || width > widest) {
    return false;
  }
  std::size_t full = 0;
  for (std::size_t i = width + 1; i <= out_of_range; ++i) {
    full += inner_by_width_with_next_word[i];
  }
  return full * 4 >= inner * 3;
}

}  // namespace arch::article
