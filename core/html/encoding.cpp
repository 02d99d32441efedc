#include "html/encoding.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "html/encoding_guess.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace arch::html {

namespace {

constexpr std::size_t prescan_bytes = 65'536;

bool starts_with_ignoring_case(std::string_view text, std::string_view lower_case) {
  return text.size() >= lower_case.size() &&
         std::equal(lower_case.begin(), lower_case.end(), text.begin(), [](char a, char b) {
           return a == to_ascii_lower(b);
         });
}

/// The charset parameter of a content type, or of the content of a meta: the algorithm for
/// extracting an encoding of the standard.
std::optional<Charset> charset_of_content_type(std::string_view value) {
  constexpr std::string_view name = "charset";
  for (std::size_t at = 0; at + name.size() < value.size(); ++at) {
    if (!starts_with_ignoring_case(value.substr(at), name)) {
      continue;
    }
    std::string_view rest = value.substr(at + name.size());
    const auto skip_spaces = [&] {
      while (!rest.empty() && is_html_space(rest.front())) {
        rest.remove_prefix(1);
      }
    };
    skip_spaces();
    if (!rest.starts_with('=')) {
      continue;
    }
    rest.remove_prefix(1);
    skip_spaces();
    if (rest.starts_with('"') || rest.starts_with('\'')) {
      const std::size_t end = rest.find(rest.front(), 1);
      return end == std::string_view::npos ? std::nullopt : find_charset(rest.substr(1, end - 1));
    }
    return find_charset(rest.substr(0, rest.find_first_of(" \t\n\f\r;")));
  }
  return std::nullopt;
}

/// Reads the tags at the beginning of a page as the standard's prescan does.
class Prescan {
public:
  explicit Prescan(std::string_view text) : rest_{text} {}

  std::optional<Charset> find() {
    for (std::size_t at = rest_.find('<'); at != std::string_view::npos; at = rest_.find('<')) {
      rest_.remove_prefix(at);
      if (rest_.starts_with("<!--")) {
        // "<!-->" ends the comment that it begins.
        skip_past(rest_.substr(2), "-->", 2);
      } else if (starts_with_ignoring_case(rest_, "<body")) {
        return std::nullopt;
      } else if (starts_with_ignoring_case(rest_, "<meta") && rest_.size() > 5 &&
                 (is_html_space(rest_[5]) || rest_[5] == '/')) {
        rest_.remove_prefix(5);
        if (const std::optional<Charset> found = read_meta()) {
          return found;
        }
      } else if (starts_with_ignoring_case(rest_, "<script")) {
        skip_past(rest_, "</script", 0);
      } else {
        rest_.remove_prefix(1);
      }
    }
    return std::nullopt;
  }

private:
  void skip_past(std::string_view text, std::string_view end, std::size_t before) {
    const auto found =
        std::search(text.begin(), text.end(), end.begin(), end.end(), [](char a, char b) {
          return to_ascii_lower(a) == b;
        });
    const auto at = static_cast<std::size_t>(found - text.begin());
    rest_.remove_prefix(std::min(rest_.size(), before + at + end.size()));
  }

  std::optional<Charset> read_meta() {
    std::optional<Charset> by_charset;
    std::optional<Charset> by_content;
    bool is_content_type = false;
    std::string_view name;
    std::string_view value;
    while (read_attribute(name, value)) {
      if (name.size() == 7 && starts_with_ignoring_case(name, "charset")) {
        by_charset = by_charset ? by_charset : find_charset(value);
      } else if (name.size() == 7 && starts_with_ignoring_case(name, "content")) {
        by_content = by_content ? by_content : charset_of_content_type(value);
      } else if (name.size() == 10 && starts_with_ignoring_case(name, "http-equiv")) {
        is_content_type = starts_with_ignoring_case(value, "content-type");
      }
    }
    return by_charset ? by_charset : is_content_type ? by_content : std::nullopt;
  }

  bool read_attribute(std::string_view& name, std::string_view& value) {
    while (!rest_.empty() && (is_html_space(rest_.front()) || rest_.front() == '/')) {
      rest_.remove_prefix(1);
    }
    if (rest_.empty() || rest_.front() == '>') {
      return false;
    }
    name = take(std::min(rest_.find_first_of(" \t\n\f\r/>=", 1), rest_.size()));
    value = {};
    skip_spaces();
    if (!rest_.starts_with('=')) {
      return true;
    }
    rest_.remove_prefix(1);
    skip_spaces();
    if (rest_.starts_with('"') || rest_.starts_with('\'')) {
      const std::size_t end = rest_.find(rest_.front(), 1);
      if (end == std::string_view::npos) {
        rest_ = {};
        return false;
      }
      value = take(end + 1).substr(1, end - 1);
    } else {
      value = take(std::min(rest_.find_first_of(" \t\n\f\r>"), rest_.size()));
    }
    return true;
  }

  void skip_spaces() {
    while (!rest_.empty() && is_html_space(rest_.front())) {
      rest_.remove_prefix(1);
    }
  }

  std::string_view take(std::size_t size) {
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::string_view rest_;
};

bool is_utf_16(Charset charset) {
  return charset == Charset::utf_16le || charset == Charset::utf_16be;
}

/// How many bytes beyond ASCII are right and wrong in UTF-8.
struct Utf8Count {
  std::size_t right = 0;  ///< characters
  std::size_t wrong = 0;  ///< bytes
};

Utf8Count count_utf8(std::string_view text) {
  Utf8Count count;
  std::size_t i = 0;
  while ((i += ascii_prefix(text.substr(i))) < text.size()) {
    const CodePoint point = decode_code_point(text, i);
    ++(point.valid ? count.right : count.wrong);
    i += point.size;
  }
  return count;
}

std::optional<Charset> byte_order_mark(std::string_view text) {
  if (text.starts_with(utf8_byte_order_mark)) {
    return Charset::utf_8;
  }
  if (text.starts_with("\xFF\xFE")) {
    return Charset::utf_16le;
  }
  return text.starts_with("\xFE\xFF") ? std::optional{Charset::utf_16be} : std::nullopt;
}

/// UTF-16 by its zeros: markup is ASCII, so its beginning has a zero in every other byte.
std::optional<Charset> utf_16_by_zeros(std::string_view text) {
  if (text.size() < 4) {
    return std::nullopt;
  }
  if (text[0] != '\0' && text[1] == '\0' && text[2] != '\0' && text[3] == '\0') {
    return Charset::utf_16le;
  }
  return text[0] == '\0' && text[1] != '\0' && text[2] == '\0' && text[3] != '\0'
             ? std::optional{Charset::utf_16be}
             : std::nullopt;
}

/// What header or meta say, without a look at the bytes.
std::optional<EncodingDecision> declared(std::string_view text, std::string_view content_type) {
  if (const std::optional<Charset> charset = charset_of_content_type(content_type)) {
    return EncodingDecision{*charset, EncodingSource::header};
  }
  if (const std::optional<Charset> charset = Prescan{text.substr(0, prescan_bytes)}.find()) {
    // A meta that can be read as ASCII is not in UTF-16.
    return EncodingDecision{is_utf_16(*charset) ? Charset::utf_8 : *charset, EncodingSource::meta};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Charset> find_utf_16(ByteView page) {
  const std::string_view text = as_text(page);
  if (const std::optional<Charset> marked = byte_order_mark(text)) {
    return is_utf_16(*marked) ? marked : std::nullopt;
  }
  return utf_16_by_zeros(text);
}

EncodingDecision decide_encoding(ByteView page, std::string_view content_type) {
  const std::string_view text = as_text(page);
  if (const std::optional<Charset> charset = byte_order_mark(text)) {
    return {*charset, EncodingSource::byte_order_mark};
  }
  if (const std::optional<Charset> charset = utf_16_by_zeros(text)) {
    return {*charset, EncodingSource::guess};
  }
  const std::optional<EncodingDecision> said = declared(text, content_type);
  const bool is_utf8_valid = is_valid_utf8(text);
  if (said && said->charset == Charset::utf_8 && is_utf8_valid) {
    return *said;
  }
  if (is_utf8_valid && (!said || !is_ascii(text))) {
    // ISO-2022-JP is ASCII byte by byte, so it never comes here when it is said.
    return {Charset::utf_8, EncodingSource::guess};
  }
  if (said && said->charset != Charset::utf_8) {
    return *said;
  }
  const Utf8Count count = count_utf8(text);
  if (count.wrong > count.right) {
    return {guess_legacy_charset(text), EncodingSource::guess};
  }
  return said.value_or(EncodingDecision{});
}

}  // namespace arch::html
