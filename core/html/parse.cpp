#include "html/parse.hpp"

#include "base/utf8.hpp"
#include "html/tree_construction.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>

namespace arch::html {

namespace {

/// Ends lines by LF, as the standard does before it looks at anything, and leaves NUL out, which it
/// does everywhere but in script and in foreign elements.
void normalize_newlines(std::string& text) {
  std::size_t carriage_return = text.find('\r');
  std::size_t nul = text.find('\0');
  if (carriage_return == std::string::npos && nul == std::string::npos) {
    return;
  }
  // What is between is moved at once: a loop over all characters takes ten times as long.
  std::size_t kept = 0;
  std::size_t from = 0;
  while (true) {
    const std::size_t end = std::min({carriage_return, nul, text.size()});
    std::memmove(text.data() + kept, text.data() + from, end - from);
    kept += end - from;
    if (end == text.size()) {
      break;
    }
    from = end + 1;
    if (end == nul) {
      nul = text.find('\0', from);
      continue;
    }
    if (from == text.size() || text[from] != '\n') {
      text[kept++] = '\n';
    }
    carriage_return = text.find('\r', from);
  }
  text.resize(kept);
}

/// The page as tree construction wants it: the bytes themselves where they are that already, as
/// of two pages in three, else what `made` has been made.
std::string_view as_page_text(ByteView page, Charset charset, std::string& made) {
  const std::string_view text = without_byte_order_mark(as_text(page));
  if (charset == Charset::utf_8 && text.find('\r') == std::string_view::npos &&
      text.find('\0') == std::string_view::npos && is_valid_utf8(text)) {
    return text;
  }
  made = decode(page, charset);
  normalize_newlines(made);
  return made;
}

}  // namespace

ParsedPage parse_page(ByteView page, const ParseOptions& options) {
  ParsedPage result;
  const ByteView read = page.first(std::min(page.size(), options.limits.bytes));
  result.fidelity = read.size() < page.size() ? Fidelity::cut : Fidelity::whole;
  result.encoding = decide_encoding(read, options.content_type);
  std::string made;
  const std::string_view text = as_page_text(read, result.encoding.charset, made);
  TreeConstruction construction{text, options.limits};
  if (construction.read()) {
    result.tree = construction.finish();
    return result;
  }
  result.fidelity = Fidelity::text_only;
  TreeConstruction texts{text, options.limits};
  texts.read_text_only();
  result.tree = texts.finish();
  return result;
}

}  // namespace arch::html
