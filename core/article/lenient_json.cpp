// JSON-LD is written by templates, and about one page in 200 has some that is no JSON. Each fault
// is mended where the scan meets it, so one pass suffices; the parser that follows stays a strict
// one.
#include "article/lenient_json.hpp"

#include "base/ascii.hpp"
#include "base/hex.hpp"

#include <algorithm>
#include <array>

namespace arch::article {

namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_word(char c) {
  return is_ascii_digit(c) || is_ascii_letter(c) || c == '-' || c == '+' || c == '.' || c == '_' ||
         c == '$';
}

/// Longest number, and most digits of its exponent: with both it is in the range of a double, which
/// strict parsers insist on.
constexpr std::size_t max_number_size = 200;
constexpr std::size_t max_exponent_digits = 2;

/// RFC 8259, section 6
bool is_json_number(std::string_view word) {
  if (word.size() > max_number_size) {
    return false;
  }
  const auto take_digits = [&] {
    const std::size_t count =
        static_cast<std::size_t>(std::ranges::find_if_not(word, is_ascii_digit) - word.begin());
    word.remove_prefix(count);
    return count > 0;
  };
  if (word.starts_with('-')) {
    word.remove_prefix(1);
  }
  if (word.starts_with('0') && word.size() > 1 && is_ascii_digit(word[1])) {
    return false;
  }
  if (!take_digits()) {
    return false;
  }
  if (word.starts_with('.')) {
    word.remove_prefix(1);
    if (!take_digits()) {
      return false;
    }
  }
  if (word.starts_with('e') || word.starts_with('E')) {
    word.remove_prefix(1);
    if (word.starts_with('+') || word.starts_with('-')) {
      word.remove_prefix(1);
    }
    if (word.size() > max_exponent_digits || !take_digits()) {
      return false;
    }
  }
  return word.empty();
}

class Mender {
public:
  explicit Mender(std::string_view text) : rest_{text} {
    if (text.size() > max_json_size) {
      std::size_t size = max_json_size;
      while (size > 0 && (text[size] & 0xC0) == 0x80) {
        --size;  // not within a character
      }
      rest_ = text.substr(0, size);
    }
    constexpr std::size_t brackets = 16;
    mended_.reserve(rest_.size() + brackets);
  }

  std::string mend() {
    mended_ += '[';
    while (!rest_.empty()) {
      read_token();
    }
    while (!open_.empty()) {
      close();
    }
    mended_ += ']';
    return std::move(mended_);
  }

private:
  /// What was written last.
  enum class Last { opening, key, colon, value, comma };

  void read_token() {
    const char c = rest_.front();
    if (c == '"') {
      last_ = begin_value(Value::string);
      read_string();
    } else if (c == '{' || c == '[') {
      rest_.remove_prefix(1);
      open(c);
    } else if (c == '}' || c == ']') {
      rest_.remove_prefix(rest_.starts_with("]]>") ? 3 : 1);
      close_matching(c);
    } else if (c == ':') {
      rest_.remove_prefix(1);
      if (last_ == Last::key) {
        mended_ += ':';
        last_ = Last::colon;
      }
    } else if (c == ',') {
      rest_.remove_prefix(1);
      end_key();
      if (last_ == Last::value) {
        last_ = Last::comma;  // written when a value follows
      }
    } else if (!skip_comment()) {
      if (is_word(c)) {
        last_ = begin_value(Value::other);
        read_word();
      } else {
        rest_.remove_prefix(1);
      }
    }
  }

  bool skip_comment() {
    for (const std::string_view mark : {"<!--", "-->", "<![CDATA[", "]]>"}) {
      if (rest_.starts_with(mark)) {
        rest_.remove_prefix(mark.size());
        return true;
      }
    }
    if (rest_.starts_with("//")) {
      rest_.remove_prefix(2);
      rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size()));
      // Before a mark they make it no JavaScript; else they begin a remark, which is ended by its
      // line or where everything is in one.
      if (!rest_.starts_with('<') && !rest_.starts_with(']') && !rest_.starts_with('-')) {
        rest_.remove_prefix(std::min(rest_.find_first_of("\n{"), rest_.size()));
      }
      return true;
    }
    if (rest_.starts_with("/*")) {
      const std::size_t end = rest_.find("*/");
      // A comment that never ends would be looked for again and again.
      rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 2);
      return true;
    }
    return false;
  }

  enum class Value { string, other };

  /// Writes what must stand before a value, and returns what the value then is: a key or a value.
  Last begin_value(Value value) {
    if (last_ == Last::colon) {
      return Last::value;
    }
    end_key();
    if (last_ == Last::comma || last_ == Last::value) {
      mended_ += ',';
    }
    if (!is_object()) {
      return Last::value;
    }
    if (value == Value::string) {
      return Last::key;
    }
    mended_ += "\"\":";
    return Last::value;
  }

  /// Gives a key that has no value one.
  void end_key() {
    if (last_ == Last::key) {
      mended_ += ":null";
      last_ = Last::value;
    }
  }

  bool is_object() const { return !open_.empty() && open_.back() == '}'; }

  void open(char bracket) {
    if (open_.size() >= max_json_depth) {
      skip_value(bracket);
      return;
    }
    begin_value(Value::other);
    mended_ += bracket;
    open_ += bracket == '{' ? '}' : ']';
    last_ = Last::opening;
  }

  /// Leaves out a value that is too deep: all up to where its brackets are even.
  void skip_value(char bracket) {
    std::size_t depth = 1;
    bool in_string = false;
    while (!rest_.empty() && depth > 0) {
      const char c = rest_.front();
      rest_.remove_prefix(in_string && c == '\\' && rest_.size() > 1 ? 2 : 1);
      if (c == '"') {
        in_string = !in_string;
      } else if (!in_string && (c == '{' || c == '[')) {
        ++depth;
      } else if (!in_string && (c == '}' || c == ']')) {
        --depth;
      }
    }
    last_ = begin_value(Value::other);
    mended_ += bracket == '{' ? "{}" : "[]";
  }

  void close_matching(char bracket) {
    if (open_.find(bracket) == std::string::npos) {
      return;
    }
    while (open_.back() != bracket) {
      close();
    }
    close();
  }

  void close() {
    end_key();
    if (last_ == Last::colon) {
      mended_ += "null";
    }
    mended_ += open_.back();
    open_.pop_back();
    last_ = Last::value;
  }

  void read_word() {
    const auto end = std::ranges::find_if_not(rest_, is_word);
    const std::string_view word{rest_.begin(), end};
    const bool known = word == "true" || word == "false" || word == "null" || is_json_number(word);
    mended_ += known ? word : "null";
    rest_.remove_prefix(word.size());
  }

  void read_string() {
    mended_ += '"';
    rest_.remove_prefix(1);
    while (!rest_.empty()) {
      const std::size_t plain = static_cast<std::size_t>(
          std::ranges::find_if(
              rest_, [](char c) { return c == '"' || c == '\\' || (c >= 0 && c < ' '); }) -
          rest_.begin());
      mended_ += rest_.substr(0, plain);
      rest_.remove_prefix(plain);
      if (rest_.empty()) {
        break;
      }
      const char c = rest_.front();
      if (c == '\\') {
        read_escape();
        continue;
      }
      rest_.remove_prefix(1);
      if (c != '"') {
        mended_ += c == '\n' ? "\\n" : " ";
      } else if (ends_string()) {
        break;
      } else {
        mended_ += "\\\"";
      }
    }
    mended_ += '"';
  }

  void read_escape() {
    constexpr std::string_view known = "\"\\/bfnrt";
    constexpr std::size_t digits = 4;
    const char c = rest_.size() > 1 ? rest_[1] : ' ';
    if (known.find(c) != std::string_view::npos) {
      mended_ += rest_.substr(0, 2);
      rest_.remove_prefix(2);
    } else if (c == 'u' && rest_.size() >= 2 + digits &&
               std::ranges::all_of(rest_.substr(2, digits), is_hex_digit)) {
      read_unicode_escape();
    } else {
      rest_.remove_prefix(1);
    }
  }

  /// \uXXXX; half of a surrogate pair is left out, because no text can hold it.
  void read_unicode_escape() {
    constexpr std::size_t size = 6;
    const auto is_half = [](std::string_view escape, std::string_view thirds) {
      return escape.size() >= size && escape.starts_with("\\u") &&
             (escape[2] == 'd' || escape[2] == 'D') &&
             thirds.find(escape[3]) != std::string_view::npos && is_hex_digit(escape[4]) &&
             is_hex_digit(escape[5]);
    };
    constexpr std::string_view high = "89abAB";
    constexpr std::string_view low = "cdefCDEF";
    if (is_half(rest_, high) && is_half(rest_.substr(size), low)) {
      mended_ += rest_.substr(0, 2 * size);
      rest_.remove_prefix(2 * size);
      return;
    }
    if (!is_half(rest_, high) && !is_half(rest_, low)) {
      mended_ += rest_.substr(0, size);
    }
    rest_.remove_prefix(size);
  }

  /// Whether a quotation mark just taken ends its string: what follows can follow a string.
  bool ends_string() const {
    const std::size_t next = first_not_space(0);
    if (next == rest_.size()) {
      return true;
    }
    const char c = rest_[next];
    if (c == ':' || c == '}' || c == ']') {
      return true;
    }
    if (c != ',') {
      // A missing comma between lines; else a quotation within the text.
      return c == '"' && rest_.substr(0, next).find('\n') != std::string_view::npos;
    }
    const std::size_t after = first_not_space(next + 1);
    constexpr std::string_view begins_value = "\"{[]}-0123456789tfn,";
    return after == rest_.size() || begins_value.find(rest_[after]) != std::string_view::npos;
  }

  std::size_t first_not_space(std::size_t from) const {
    const std::string_view tail = rest_.substr(from);
    return from + static_cast<std::size_t>(std::ranges::find_if_not(tail, is_space) - tail.begin());
  }

  std::string_view rest_;
  std::string mended_;
  std::string open_;  ///< the brackets that close what is open
  Last last_ = Last::opening;
};

}  // namespace

std::string mend_json(std::string_view text) {
  return Mender{text}.mend();
}

}  // namespace arch::article
