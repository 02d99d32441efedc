#pragma once

#include "corrections/lexicon.hpp"
#include "diff/range.hpp"
#include "diff/text_diff.hpp"
#include "diff/words.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace arch::corrections {

/// A word of a sentence, with what rules ask of it.
struct StatementWord {
  diff::Range bytes = {};                           ///< in its text
  std::string plain;                                ///< see to_plain()
  std::uint64_t key = 0;                            ///< see diff::Word
  diff::WordClass kind = diff::WordClass::content;  ///< a mark for the address of a link too
  WordEntry entry = {};
  bool capital = false;  ///< begins with a capital
  bool has_digit = false;
  bool quoted = false;   ///< within quotation marks
  bool initial = false;  ///< the first word of its sentence

  [[nodiscard]] bool is_mark() const { return kind == diff::WordClass::mark; }
  [[nodiscard]] bool is(Topic topic) const { return entry.is(topic); }
};

/// Neighbouring words of a sentence that became others.
struct Edit {
  diff::Range a = {};  ///< in Statement::a
  diff::Range b = {};  ///< in Statement::b
};

/// A sentence in two versions, cut into words.
struct Statement {
  std::vector<StatementWord> a;
  std::vector<StatementWord> b;
  std::vector<Edit> edits;

  [[nodiscard]] std::span<const StatementWord> words_a(const Edit& edit) const {
    return std::span(a).subspan(edit.a.begin, edit.a.size());
  }
  [[nodiscard]] std::span<const StatementWord> words_b(const Edit& edit) const {
    return std::span(b).subspan(edit.b.begin, edit.b.size());
  }
};

/// Cuts the words of a sentence. `quotations` are those of its paragraph.
std::vector<StatementWord> cut_statement(std::string_view text,
                                         diff::Range sentence,
                                         const std::vector<diff::Range>& quotations,
                                         const Lexicon& lexicon);

/// Cuts both versions of a sentence that changed, and groups its changed runs to edits.
Statement make_statement(std::string_view text_a,
                         std::string_view text_b,
                         const diff::Sentence& sentence,
                         std::span<const diff::Run> runs,
                         const std::vector<diff::Range>& quotations_a,
                         const std::vector<diff::Range>& quotations_b,
                         const Lexicon& lexicon);

/// The bytes that words cover; empty for none.
diff::Range bytes_of(std::span<const StatementWord> words);

}  // namespace arch::corrections
