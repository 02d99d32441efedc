#include "html/parse.hpp"

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

}  // namespace

ParsedPage parse_page(ByteView page, const ParseOptions& options) {
  ParsedPage result;
  const ByteView read = page.first(std::min(page.size(), options.limits.bytes));
  result.fidelity = read.size() < page.size() ? Fidelity::cut : Fidelity::whole;
  result.encoding = decide_encoding(read, options.content_type);
  std::string text = decode(read, result.encoding.charset);
  normalize_newlines(text);
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
