#pragma once

#include "corrections/notices.hpp"
#include "corrections/phrases.hpp"
#include "diff/range.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::corrections {

/// A part of a block between rules (`___`, `---`, `***`), and what the phrases say of it.
class NoticeSection {
public:
  /// Looks for the phrases of `possible` in `section` of `document`. The document must outlive it.
  NoticeSection(std::string_view document, diff::Range section, const PhraseSet& possible);

  /// Whether a notice may be here: phrases were found that no other phrase refuses.
  [[nodiscard]] bool has_notice() const { return !refused_ && !found_.empty(); }

  /// The strongest of the phrases found.
  [[nodiscard]] PhraseStrength strength() const;

  /// Whether a label is all that there is, but for a date.
  [[nodiscard]] bool is_label_only() const;

  /// The notice that was found, without its position and text. Only where has_notice().
  [[nodiscard]] Notice notice() const;

  /// The date that it begins with, as Notice::date; empty if it begins with none.
  [[nodiscard]] std::string date_in_front() const;

private:
  /// A phrase found in the text, by its words.
  struct Found {
    const Phrase* phrase = nullptr;
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  void find(const PhraseSet& possible);
  template <typename Take>
  void each_match(const Phrase& phrase, const Take& take) const;
  static bool is_better(const Found& x, const Found& y);
  [[nodiscard]] bool is_quoted(const Found& found) const;
  [[nodiscard]] std::string label_text(const Found& label) const;
  [[nodiscard]] bool is_dating(std::size_t at) const;
  [[nodiscard]] std::string date_near(const Found& found) const;
  [[nodiscard]] bool begins_sentence(std::size_t at) const;
  [[nodiscard]] bool ends_sentence(std::size_t at) const;
  [[nodiscard]] bool is_opening(std::size_t at) const;
  [[nodiscard]] std::size_t sentence_begin(std::size_t at) const;
  [[nodiscard]] std::uint32_t notice_end(const Notice& notice) const;
  [[nodiscard]] std::uint32_t last_said() const;
  static bool is_labelled_correction(const Notice& notice);
  [[nodiscard]] std::optional<std::uint32_t> closing_bracket(std::uint32_t begin) const;
  [[nodiscard]] std::uint32_t trimmed_begin() const;
  [[nodiscard]] std::uint32_t trimmed_end(std::uint32_t end) const;

  std::string_view document_;
  diff::Range section_;
  SearchedText text_;
  std::vector<Found> found_;
  bool refused_ = false;
};

/// Cuts a block at rules within it: `…children ___ This story has been corrected`. None is empty.
std::vector<diff::Range> sections_of(std::string_view text, diff::Range block);

/// Returns `text` with runs of white space as single spaces, none at its ends.
std::string on_one_line(std::string_view text);

}  // namespace arch::corrections
