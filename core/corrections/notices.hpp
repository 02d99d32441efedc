#pragma once

#include "base/object_id.hpp"
#include "diff/range.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace arch::corrections {

/// What a publisher declares. Names are an interface, as those of ChangeClass.
enum class NoticeKind : std::uint8_t {
  correction,
  clarification,
  update,
  editors_note,
  apology,
  right_of_reply,  ///< published because a law asks for it; admits no error
  adjudication,
  retraction,
  removal,
  anonymisation,
  wire,        ///< an agency's kill, hold or refile
  developing,  ///< "more follows": says that the text will change
  technical,   ///< a time stamp that says nothing of what changed
};
std::string_view notice_kind_name(NoticeKind which);
std::optional<NoticeKind> parse_notice_kind(std::string_view name);

/// Whether a notice of this kind tells readers something, so that a change can be disclosed by it;
/// else it is a mark at most.
bool is_statement(NoticeKind which);

enum class NoticePosition : std::uint8_t { top, foot, inside, headline, markup };
std::string_view notice_position_name(NoticePosition which);

/// How sure the phrases make it.
enum class PhraseStrength : std::uint8_t {
  medium,  ///< needs a place where notices stand, the top or the foot
  strong,  ///< enough alone
};

/// A notice found in a document text.
struct Notice {
  NoticeKind kind = NoticeKind::correction;
  NoticePosition position = NoticePosition::inside;
  PhraseStrength strength = PhraseStrength::strong;
  diff::Range where = {};  ///< its bytes in the document text, without the marks around it
  std::string text = {};   ///< those bytes, white space as single spaces
  std::string label = {};  ///< as printed, `Correction`, `Editor's note`; empty if it has none
  /// What the label says that it is, if it has one. That is not always what the notice says: a
  /// correction of fact is often called an update.
  std::optional<NoticeKind> label_kind = {};
  std::string language = {};  ///< primary subtag of the phrase that found it; `und` for markup
  /// The date that it gives, `2025-05-17`, `05-17` without a year; empty if it gives none.
  std::string date = {};
  std::uint32_t phrase = 0;  ///< the line of the phrase list that found it; 0 for markup

  friend bool operator==(const Notice&, const Notice&) = default;
};

/// Returns the notices of a document text, in order of `where`, those that do not overlap. Looks at
/// the headline, the `correction:` lines and all blocks. Works on any bytes, in time linear in
/// their number: of a block larger than 8 KB the first and last 4 KB are read.
///
/// Not found are notices that are quoted from others, and those that the families of false alarms
/// in docs/report-method.md#notices cover.
std::vector<Notice> find_notices(std::string_view document);

/// The same, of the blocks only that share a byte with one of `places`, which ascend, and of those
/// right before them, where a label may stand.
std::vector<Notice> find_notices(std::string_view document, std::span<const diff::Range> places);

/// A label that a publisher sets over its notices, as to_plain() makes it, and what it means by it.
struct NoticeLabel {
  std::string label = {};
  NoticeKind kind = NoticeKind::correction;
};

/// The same as find_notices(document), and the paragraphs that begin with one of these labels and a
/// mark, where no phrase of the list found a notice.
std::vector<Notice> find_notices(std::string_view document, std::span<const NoticeLabel> labels);

/// Tells which of an article's documents hold notices. Of blocks that it has seen before, as most
/// of a revision are, it knows that they hold none.
class NoticeScreen {
public:
  /// Whether find_notices(document) finds one that is more than a stamp.
  bool holds_notice(std::string_view document);

private:
  std::set<std::string, std::less<>> without_;  ///< blocks that hold none, wherever they stand
};

/// Whether anything in `text` may be a part of a notice: one look-up a byte, that misses none that
/// find_notices() would find.
bool may_hold_notice(std::string_view text);

/// The digest of the phrase list, for what was judged with it.
const ObjectId& phrases_digest();

/// How many phrases the list has.
std::size_t phrase_count();

}  // namespace arch::corrections
