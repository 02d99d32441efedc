#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::article {

/// What the first lines of a Markdown file say of it between two lines `---`: entries `name: value`
/// of YAML, as far as newspapers use it.
struct FrontMatter {
  struct Entry {
    std::string name = {};  ///< as written; empty for a comment
    /// On one line: quotes removed, items of a list joined by ", ", other lines by spaces.
    std::string value = {};
  };
  std::vector<Entry> entries = {};
  std::size_t size = 0;  ///< in bytes, with both lines `---`
};

/// Reads the front matter of visible_text(), or returns nullopt when it does not begin with any:
/// when a line between the marks is neither an entry, nor belongs to one, nor is a comment.
std::optional<FrontMatter> parse_front_matter(std::string_view text);

}  // namespace arch::article
