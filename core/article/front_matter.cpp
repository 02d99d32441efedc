#include "article/front_matter.hpp"

#include <algorithm>

namespace arch::article {

namespace {

/// More lines than these are no description of a text.
constexpr std::size_t most_lines = 1000;

constexpr std::string_view mark = "---";

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

/// Returns the length of the name that an entry begins with, or 0.
std::size_t name_size(std::string_view line) {
  const auto end = std::ranges::find_if_not(line, is_name_character);
  const auto size = static_cast<std::size_t>(end - line.begin());
  const std::string_view rest = line.substr(size);
  return rest == ":" || rest.starts_with(": ") ? size : 0;
}

std::string_view without_spaces_before(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return text;
}

/// Removes the quotes around a scalar, and what they made necessary inside.
std::string unquote(std::string_view text) {
  const bool quoted = text.size() >= 2 && (text.front() == '\'' || text.front() == '"') &&
                      text.back() == text.front();
  if (!quoted) {
    return std::string{text};
  }
  const char quote = text.front();
  text = text.substr(1, text.size() - 2);
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escapes = quote == '\'' ? text.substr(i).starts_with("''")
                                       : text[i] == '\\' && i + 1 < text.size() &&
                                             (text[i + 1] == '"' || text[i + 1] == '\\');
    i += escapes ? 1 : 0;
    plain += text[i];
  }
  return plain;
}

std::string without_spaces_around(std::string_view text) {
  text = without_spaces_before(text);
  return std::string{text.substr(0, text.find_last_not_of(' ') + 1)};
}

/// The items of `[a, 'b, c']`.
std::string join_flow_list(std::string_view list) {
  std::string joined;
  list = list.substr(1, list.size() - 2);
  while (true) {
    list = without_spaces_before(list);
    std::size_t end = list.find(',');
    if (list.starts_with('\'') || list.starts_with('"')) {
      const std::size_t close = list.find(list.front(), 1);
      end = close == std::string_view::npos ? close : list.find(',', close);
    }
    std::string_view item = list.substr(0, end);
    if (item.ends_with(' ')) {
      item.remove_suffix(1);
    }
    if (!item.empty()) {
      joined += joined.empty() ? "" : ", ";
      joined += unquote(item);
    }
    if (end == std::string_view::npos) {
      return joined;
    }
    list.remove_prefix(end + 1);
  }
}

/// Gathers the lines of one entry.
class Value {
public:
  void start(std::string_view text) {
    is_list_ = false;
    // The head of a block scalar says only how its lines are folded.
    const bool is_block = !text.empty() && (text.front() == '|' || text.front() == '>') &&
                          text.find_first_not_of("|>+-0123456789") == std::string_view::npos;
    text_ = is_block ? std::string_view{} : text;
  }

  void add_line(std::string_view text) {
    if (text.starts_with("- ")) {
      is_list_ = true;
      text_ += text_.empty() ? "" : ", ";
      text_ += unquote(without_spaces_before(text.substr(2)));
    } else {
      text_ += text_.empty() || text.empty() ? "" : " ";
      text_ += text;
    }
  }

  std::string finish() const {
    if (is_list_) {
      return without_spaces_around(text_);
    }
    const bool is_flow_list = text_.size() >= 2 && text_.front() == '[' && text_.back() == ']';
    return without_spaces_around(is_flow_list ? join_flow_list(text_) : unquote(text_));
  }

private:
  std::string text_;
  bool is_list_ = false;
};

}  // namespace

std::optional<FrontMatter> parse_front_matter(std::string_view text) {
  if (!text.starts_with("---\n")) {
    return std::nullopt;
  }
  FrontMatter matter;
  Value value;
  std::size_t at = mark.size() + 1;
  for (std::size_t lines = 0; at < text.size() && lines < most_lines; ++lines) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = std::min(end + 1, text.size());
    const bool ends = line == mark || line == "...";
    const std::size_t name = name_size(line);
    const bool has_entry = !matter.entries.empty() && !matter.entries.back().name.empty();
    if (has_entry && (ends || name > 0 || line.starts_with('#'))) {
      matter.entries.back().value = value.finish();
    }
    if (ends) {
      matter.size = at;
      return matter;
    }
    if (name > 0) {
      matter.entries.push_back({.name = std::string{line.substr(0, name)}});
      value.start(without_spaces_before(line.substr(name + 1)));
    } else if (line.starts_with('#')) {
      matter.entries.push_back({.value = std::string{line}});
    } else if (has_entry && (line.empty() || line.starts_with(' ') || line.starts_with("- "))) {
      value.add_line(without_spaces_before(line));
    } else if (!line.empty()) {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace arch::article
