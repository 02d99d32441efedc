#pragma once

#include "cmd/output.hpp"
#include "cmd/style.hpp"
#include "diff/text_diff.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace arch::cmd {

/// Two texts and what changed between them.
struct ComparedTexts {
  std::string_view a;
  std::string_view b;
  const diff::TextDiff& diff;
};

struct DiffViewOptions {
  enum class Extent { changes, everything } extent = Extent::changes;
  std::optional<std::size_t> width = {};  ///< see MarkedText::Layout
};

/// Prints the changed blocks, docs/cli.md#how-a-change-is-shown: a sign, the block's number, its
/// text with [-words taken out-] and {+words put in+}. What the marks say, colour repeats.
void print_diff(const ComparedTexts& texts,
                Output& out,
                const Style& style,
                const DiffViewOptions& options);

}  // namespace arch::cmd
