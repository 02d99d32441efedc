#pragma once

#include "base/object_id.hpp"
#include "base/time.hpp"
#include "history/record_text.hpp"
#include "store/store.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::history {

/// What people say of revisions, read back from its records: docs/format.md#annotations.

/// Whom a field of an annotation is for.
enum class Audience : std::uint8_t {
  everyone,  ///< may be published when the annotation is public
  newsroom,  ///< names of people, references, notes: never leaves the newsroom
};

/// A field that arch gives a meaning to. Records may have others, which are for the newsroom only.
struct AnnotationField {
  std::string_view name;
  std::string_view help;
  std::string_view values = {};  ///< `a|b|c`; empty: any text
  Audience audience = Audience::everyone;
};

/// In the order in which they are written.
///
/// The names and values follow the studies and codes that newsrooms know: objectivity is Charnley's
/// and Maier's distinction, severity Reuters' and the CDJM's, sources those of ombudsmen's reports.
inline constexpr std::array annotation_fields{
    AnnotationField{"status", "what was decided", "confirmed|rejected|disputed"},
    AnnotationField{"candidate", "id of the candidate that was reviewed"},
    AnnotationField{"class", "what kind of change it was; may be repeated"},
    AnnotationField{"severity",
                    "S1 cosmetic, S2 minor, S3 alters what readers understand, S4 grave",
                    "S1|S2|S3|S4"},
    AnnotationField{"error-type",
                    "what was wrong",
                    "name|title-affiliation|number|date-time|place|quote|attribution|identity|"
                    "image-caption|headline|chronology|causation|omission|context-balance|"
                    "translation|arithmetic|legal-status|spelling-grammar|link-url|other"},
    AnnotationField{"objectivity", "whether facts can settle it", "objective|subjective"},
    AnnotationField{"location",
                    "where it stood",
                    "headline|standfirst|lede|body|caption|graphic|byline|date|url|social"},
    AnnotationField{"origin",
                    "where it came from",
                    "reporting|editing|source|wire|production|translation|data|unknown"},
    AnnotationField{"source",
                    "who pointed it out, as a kind and never a name",
                    "reader|subject|subject-lawyer|source|staff|wire|partner|regulator|court|"
                    "watchdog|automated|unknown"},
    AnnotationField{"wrong", "the words that were wrong"},
    AnnotationField{"right", "the words that are right"},
    AnnotationField{"notice", "the notice as it was published"},
    AnnotationField{"notice-label", "its label as printed"},
    AnnotationField{"notice-position",
                    "where the notice stands; may be repeated",
                    "top|foot|inline|headline|markup|external|social"},
    AnnotationField{"disclosed",
                    "how well it was disclosed, where a person knows better",
                    "none|mark|generic|specific|labelled|structured"},
    AnnotationField{"ruling", "reference of a regulator's or court's public decision"},
    AnnotationField{"received", "when a complaint came"},
    AnnotationField{"answered", "when it was answered"},
    AnnotationField{"relates-to", "id of another revision or annotation; may be repeated"},
    AnnotationField{"role", "of who decided, such as standards editor"},
    AnnotationField{"by", "name of who decided", {}, Audience::newsroom},
    AnnotationField{"found-by", "name of who found it", {}, Audience::newsroom},
    AnnotationField{"approved-by", "name of who approved it", {}, Audience::newsroom},
    AnnotationField{"reference", "of the complaint's file", {}, Audience::newsroom},
    AnnotationField{"note", "for the newsroom only", {}, Audience::newsroom},
    AnnotationField{"visibility", "what may be published of it", "public|internal|privileged"},
};

/// Returns nullptr for a name that is not ours.
const AnnotationField* find_annotation_field(std::string_view name);

/// Whether `value` is one of `choices`, which has the form `a|b|c`.
bool is_choice(std::string_view value, std::string_view choices);

/// The kinds of annotations that people write, as `a|b|c`. `review` is a decision about a
/// candidate.
inline constexpr std::string_view annotation_kinds =
    "correction|clarification|update|editors-note|apology|right-of-reply|adjudication|retraction|"
    "removal|complaint|ruling|outlet-response|note";
inline constexpr std::string_view review_kind = "review";

/// What is published of an annotation.
enum class Visibility : std::uint8_t {
  everyone,    ///< its public fields
  internal,    ///< nothing
  privileged,  ///< nothing, and it is not counted: advice of lawyers
};

/// One annotation. Of several that say the same, the newest counts.
struct Annotation {
  ObjectId id;  ///< of the record
  store::ArticleNumber article = store::ArticleNumber::none;
  UtcTime at;        ///< when it was written
  ObjectId capture;  ///< of the revision that it is about
  std::string kind;
  std::string text;           ///< its own words; may have several lines
  SourceLines fields;         ///< in the order of the record; values may have several lines
  std::uint64_t arrival = 0;  ///< see store::Annotation

  /// The first value of a field; absent is not the same as empty. Lives in the annotation.
  std::optional<std::string_view> find(std::string_view name) const&;
  std::optional<std::string_view> find(std::string_view name) const&& = delete;
  /// What is neither public nor privileged is internal: silence publishes nothing.
  Visibility visibility() const;
};

/// Returns what a record says, or nullopt when it is no annotation of this version.
std::optional<Annotation> parse_annotation(const store::Annotation& stored);

/// Returns what of an annotation may be published: its kind, its text and the fields for everyone.
/// nullopt if it is not public.
std::optional<Annotation> public_part(const Annotation& annotation);

/// All annotations of an article, or of all, oldest first. Records of other versions are passed
/// over.
std::vector<Annotation> read_annotations(const store::Store& store,
                                         std::optional<store::ArticleNumber> article);

}  // namespace arch::history
