#pragma once

#include "diff/lines.hpp"

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace arch::diff {

/// What a reader of unified diffs, written from POSIX's and GNU's description of the format and not
/// from unified.cpp, makes of one.
class UnifiedReader {
public:
  explicit UnifiedReader(std::string_view patch) : lines_(split_lines(patch)) {}

  /// Returns the text that the patch makes from `source`.
  /// Throws std::runtime_error when it is not a patch, or not for `source`.
  std::string apply(std::string_view source) {
    const std::vector<std::string_view> old = split_lines(source);
    if (lines_.empty()) {
      return std::string(source);
    }
    label_a = label("--- ");
    label_b = label("+++ ");
    std::string result;
    std::size_t at = 0;
    require(next_ < lines_.size(), "no hunk");
    while (next_ < lines_.size()) {
      apply_hunk(old, at, result);
    }
    while (at < old.size()) {
      result += old[at++];
    }
    return result;
  }

  std::string label_a;
  std::string label_b;

private:
  static void require(bool holds, const char* what) {
    if (!holds) {
      throw std::runtime_error(what);
    }
  }

  std::string label(std::string_view start) {
    require(next_ < lines_.size() && lines_[next_].starts_with(start), "no file name");
    std::string_view name = lines_[next_++].substr(start.size());
    name.remove_suffix(1);
    if (!name.starts_with('"')) {
      return std::string(name.substr(0, name.find('\t')));
    }
    std::string result;
    for (name.remove_prefix(1); !name.starts_with('"');) {
      require(name.size() > 1, "open quotation");
      char c = name[0];
      name.remove_prefix(1);
      if (c == '\\') {
        constexpr std::string_view letters = "abtnvfr\"\\";
        constexpr std::string_view meant = "\a\b\t\n\v\f\r\"\\";
        c = name[0];
        if (const std::size_t letter = letters.find(c); letter != std::string_view::npos) {
          c = meant[letter];
          name.remove_prefix(1);
        } else {
          require(name.size() > 3, "open escape");
          c = static_cast<char>((name[0] - '0') * 64 + (name[1] - '0') * 8 + (name[2] - '0'));
          name.remove_prefix(3);
        }
      }
      result += c;
    }
    require(name == "\"", "bytes after the quotation");
    return result;
  }

  /// Reads "12,3" or "12" at the start of `text`.
  static std::size_t number(std::string_view& text, std::size_t otherwise, char before) {
    if (!text.starts_with(before)) {
      return otherwise;
    }
    text.remove_prefix(1);
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    require(digits > 0, "no number");
    const std::string number(text.substr(0, digits));
    text.remove_prefix(digits);
    return std::stoul(number);
  }

  void apply_hunk(const std::vector<std::string_view>& old, std::size_t& at, std::string& result) {
    std::string_view head = lines_[next_++];
    require(head.starts_with("@@ "), "no hunk header");
    head.remove_prefix(3);
    const std::size_t first = number(head, 0, '-');
    std::size_t old_left = number(head, 1, ',');
    require(head.starts_with(' '), "no blank");
    head.remove_prefix(1);
    const std::size_t first_new = number(head, 0, '+');
    std::size_t new_left = number(head, 1, ',');
    require(head == " @@\n", "no end of header");
    const std::size_t begin = old_left == 0 ? first : first - 1;
    require(begin >= at && begin <= old.size(), "hunks out of order");
    while (at < begin) {
      result += old[at++];
    }
    require(split_lines(result).size() == (new_left == 0 ? first_new : first_new - 1),
            "wrong place in the new text");
    while (old_left > 0 || new_left > 0) {
      require(next_ < lines_.size(), "hunk ends early");
      const char sign = lines_[next_][0];
      std::string line(lines_[next_++].substr(1));
      if (next_ < lines_.size() && lines_[next_].starts_with('\\')) {
        line.pop_back();
        ++next_;
      }
      require(sign == ' ' || sign == '-' || sign == '+', "no sign");
      if (sign != '+') {
        require(at < old.size() && old[at] == line && old_left > 0, "not the old line");
        ++at;
        --old_left;
      }
      if (sign != '-') {
        require(new_left > 0, "too many new lines");
        result += line;
        --new_left;
      }
    }
  }

  std::vector<std::string_view> lines_;
  std::size_t next_ = 0;
};

}  // namespace arch::diff
