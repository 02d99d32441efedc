#include "base/hex.hpp"
#include "base/printable.hpp"
#include "cmd/annotation_view.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "corrections/candidates.hpp"
#include "corrections/change_class.hpp"
#include "history/annotation.hpp"
#include "history/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "CANDIDATE",
             .help = "Its id or 8 digits of it, as arch audit prints it; or the REV that changed",
             .kind = ValueKind::revision},
};

constexpr std::array options{
    Option{.name = "confirm", .help = "It is what it seems: a substantive change, not disclosed"},
    Option{.name = "reject", .help = "It is not: a false alarm"},
    Option{.name = "dispute", .help = "The outlet says otherwise, and it is not settled"},
    Option{.name = "class",
           .help = "What kind of change it is, if not the one found",
           .value = "CLASS"},
    Option{.name = "severity",
           .help = "S1 cosmetic, S2 minor, S3 alters what readers understand, S4 grave",
           .value = "WHAT",
           .kind = ValueKind::choice,
           .choices = "S1|S2|S3|S4"},
    Option{.name = "reason",
           .help = "Why; published unless --internal",
           .letter = 'm',
           .value = "TEXT"},
    Option{.name = "by", .help = "Name of who decides; never published", .value = "NAME"},
    Option{.name = "role", .help = "Of who decides; published", .value = "ROLE"},
    Option{.name = "note", .help = "For the newsroom only", .value = "TEXT"},
    Option{.name = "internal", .help = "Publish that it was decided, and neither reason nor role"},
    Option{.name = "json", .help = "Print one JSON record"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch review 3f0c2a9b --confirm --severity S3 --reason 'Wrong from the start' --by 'A. Name'",
    "arch review kagame --reject --reason 'A market figure of the next day'",
    "arch review kagame~1 --dispute --reason 'The desk calls it an update' --internal",
};

/// Fewest digits by which a candidate is named; and so many that no other is looked for.
constexpr std::size_t min_digits = 8;
constexpr std::size_t sure_digits = 12;

struct Reviewed {
  history::History history;
  std::uint32_t revision = 0;  ///< the newer one
  ObjectId candidate;
};

ObjectId candidate_of(const history::History& history, std::uint32_t revision) {
  return corrections::candidate_id(history.key(),
                                   history.id(history.revisions()[revision - 1]),
                                   history.id(history.revisions()[revision]));
}

/// A candidate whose id begins as asked for.
struct Match {
  store::ArticleNumber article = store::ArticleNumber::none;
  std::uint32_t revision = 0;  ///< the newer one
  ObjectId candidate;
  std::string name = {};  ///< of the revision
};

/// Candidates are worked out and not stored, so one is looked for among all pairs of neighbouring
/// revisions; nullopt if there is none. Throws Error{usage} when there are several.
std::optional<Reviewed> find_candidate(const history::Archive& archive, std::string_view digits) {
  std::vector<Match> found;
  for (const store::ArticleRow& row : archive.store().list({.min_revisions = 2})) {
    const history::History history = archive.read(row.number);
    for (std::uint32_t i = 1; i < history.revisions().size(); ++i) {
      if (const ObjectId candidate = candidate_of(history, i);
          candidate.hex().starts_with(digits)) {
        found.push_back({row.number, i, candidate, revision_name(history, i)});
      }
    }
    if (!found.empty() && digits.size() >= sure_digits) {
      break;
    }
  }
  if (found.size() > 1) {
    std::string hint = "type more digits of one of these:";
    for (const Match& one : found) {
      hint += fmt::format("\n  {} {}", one.candidate.short_hex(2 * min_digits), one.name);
    }
    throw Error{ErrorKind::usage,
                fmt::format("{} candidates have an id that begins with {}", found.size(), digits),
                std::move(hint)};
  }
  if (found.empty()) {
    return std::nullopt;
  }
  const Match& only = found.front();
  return Reviewed{.history = archive.read(only.article),
                  .revision = only.revision,
                  .candidate = only.candidate};
}

history::ResolvedRevision read_revision(const history::Archive& archive,
                                        std::string_view typed,
                                        Context& context) {
  try {
    return history::resolve_revision(archive, typed, context.times());
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::not_found || !std::ranges::all_of(typed, is_hex_digit)) {
      throw;
    }
    throw Error{ErrorKind::not_found,
                fmt::format("looking up \"{}\": there is no such candidate or article", typed),
                fmt::format("a candidate is named by {} digits of its id or more; `arch audit` "
                            "lists them",
                            min_digits)};
  }
}

Reviewed read_candidate(const history::Archive& archive, std::string_view typed, Context& context) {
  if (const auto digits = ObjectId::parse_prefix(typed, min_digits);
      digits && archive.store().find(*digits, 1).empty()) {
    if (auto found = find_candidate(archive, *digits)) {
      return std::move(*found);
    }
  }
  history::ResolvedRevision found = read_revision(archive, typed, context);
  if (found.revision == 0) {
    throw Error{ErrorKind::usage,
                "the first revision of an article changes nothing that could be reviewed",
                "name the revision that changed it, or a candidate of `arch audit`"};
  }
  const ObjectId candidate = candidate_of(found.history, found.revision);
  return {.history = std::move(found.history), .revision = found.revision, .candidate = candidate};
}

std::string_view read_status(const Arguments& given) {
  const int decisions = (given.has("confirm") ? 1 : 0) + (given.has("reject") ? 1 : 0) +
                        (given.has("dispute") ? 1 : 0);
  if (decisions != 1) {
    throw Error{ErrorKind::usage, "a review says one of --confirm, --reject and --dispute"};
  }
  if (given.find("reason").value_or("").empty()) {
    throw Error{ErrorKind::usage, "a review needs its --reason"};
  }
  if (given.has("confirm") && !given.find("severity")) {
    throw Error{ErrorKind::usage,
                "what is confirmed needs its --severity",
                "S1 cosmetic, S2 minor, S3 alters what readers understand, S4 grave"};
  }
  return given.has("confirm") ? "confirmed" : given.has("reject") ? "rejected" : "disputed";
}

history::SourceLines read_fields(const Arguments& given, const ObjectId& candidate) {
  history::SourceLines fields{{"status", std::string{read_status(given)}},
                              {"candidate", candidate.hex()}};
  if (const auto which = given.find("class")) {
    if (!corrections::parse_class(*which)) {
      throw Error{ErrorKind::usage,
                  fmt::format("{} is no class of change", one_line(*which)),
                  "`arch log --json` shows the classes that were found"};
    }
    fields.emplace_back("class", *which);
  }
  for (const std::string_view name : {"severity", "role", "by", "note"}) {
    if (const auto value = given.find(name)) {
      fields.emplace_back(name, *value);
    }
  }
  fields.emplace_back("visibility", given.has("internal") ? "internal" : "public");
  return fields;
}

Exit run(const Arguments& given, Context& context) {
  read_status(given);
  history::Archive archive = context.open_archive(store::OpenOptions::Access::write);
  const Reviewed reviewed = read_candidate(archive, given.positional()[0], context);
  const history::SourceLines fields = read_fields(given, reviewed.candidate);
  history::Recorder recorder{archive};
  const ObjectId id =
      recorder.annotate(reviewed.history.number(),
                        reviewed.history.id(reviewed.history.revisions()[reviewed.revision]),
                        history::review_kind,
                        given.find("reason").value_or(""),
                        context.now(),
                        fields);
  recorder.commit();
  for (const history::Annotation& annotation :
       history::read_annotations(archive.store(), reviewed.history.number())) {
    if (annotation.id == id) {
      print_annotation(annotation, reviewed.history.key(), given.has("json"), context);
    }
  }
  return Exit::ok;
}

}  // namespace

extern const Command review_command{
    .name = "review",
    .summary = "Decide about a candidate: confirm it, reject it or dispute it",
    .details =
        "What arch finds are candidates. Only a person makes a finding of one, by this record of "
        "who\ndecided, when and why; reports count both, and how many were false alarms. Of two "
        "reviews of\none candidate the newer counts.",
    .arguments = arguments,
    .options = options,
    .fields = annotation_fields_of_json,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
