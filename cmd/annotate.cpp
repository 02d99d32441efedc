#include "base/bytes.hpp"
#include "base/file.hpp"
#include "base/printable.hpp"
#include "base/search_terms.hpp"
#include "base/unicode.hpp"
#include "cmd/annotation_view.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "corrections/notices.hpp"
#include "history/annotation.hpp"
#include "history/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "REV",
             .help = "The revision that it is about; of a correction, the one that corrects",
             .kind = ValueKind::revision},
};

/// Fields that other options or commands fill.
constexpr bool is_typed_otherwise(std::string_view name) {
  return name == "status" || name == "candidate" || name == "visibility";
}

constexpr std::array own_options{
    Option{.name = "kind",
           .help = "What it is",
           .letter = 'k',
           .value = "KIND",
           .kind = ValueKind::choice,
           .choices = history::annotation_kinds},
    Option{.name = "reason",
           .help = "In your own words; published if the annotation is public",
           .letter = 'm',
           .value = "TEXT"},
    Option{.name = "notice-file",
           .help = "Take the notice from a file; - is standard input",
           .value = "FILE",
           .kind = ValueKind::file},
    Option{.name = "public", .help = "What is not for the newsroom alone may be published"},
    Option{.name = "privileged", .help = "Never published, and not counted: advice of lawyers"},
    Option{.name = "list", .help = "Show what has been said of the article, and write nothing"},
    Option{.name = "json", .help = "Print one JSON record per annotation"},
};

constexpr auto options = [] {
  std::array<Option, own_options.size() + history::annotation_fields.size() - 3> all = {};
  std::size_t count = 0;
  for (const Option& option : own_options) {
    if (option.name != "public") {
      all[count++] = option;
      continue;
    }
    for (const history::AnnotationField& field : history::annotation_fields) {
      if (!is_typed_otherwise(field.name)) {
        all[count++] = {.name = field.name,
                        .help = field.help,
                        .value = field.values.empty() ? "TEXT" : "WHAT",
                        .kind = field.values.empty() ? ValueKind::text : ValueKind::choice,
                        .choices = field.values};
      }
    }
    all[count++] = option;
  }
  return all;
}();

constexpr std::array<std::string_view, 3> examples{
    "arch annotate kagame~1 --kind correction --wrong 15 --right 20 --severity S3 --public",
    "arch annotate kagame --kind complaint --source subject --received 2021-09-22 --reference C-12",
    "arch annotate kagame --list --json",
};

/// Largest notice that is read from a file, in bytes: a record holds 64 KiB.
constexpr std::size_t max_notice_size = std::size_t{60} * 1024;

std::string read_notice(std::string_view file) {
  const Bytes bytes = read_file(file == "-" ? "/dev/stdin" : std::string{file}, max_notice_size);
  std::string text{as_text(bytes)};
  while (text.ends_with('\n')) {
    text.pop_back();
  }
  return text;
}

bool is_weaker_than_correction(corrections::NoticeKind kind) {
  using enum corrections::NoticeKind;
  return kind == update || kind == clarification || kind == editors_note || kind == developing ||
         kind == technical;
}

std::string_view value_of(const history::SourceLines& fields, std::string_view name) {
  for (const auto& [field, value] : fields) {
    if (field == name) {
      return value;
    }
  }
  return {};
}

/// Says what the notice lacks by the codes that newsrooms keep: a label that fits, a date, what is
/// right.
void warn_of_notice(std::string_view kind, const history::SourceLines& fields, Context& context) {
  std::string notice{value_of(fields, "notice")};
  if (notice.empty()) {
    return;
  }
  std::ranges::replace(notice, '\n', ' ');
  const std::string_view right = value_of(fields, "right");
  if (!right.empty() && fold_case(notice).find(fold_case(right)) == std::string::npos) {
    context.warn(fmt::format("the notice does not say what is right: {}", one_line(right)));
  }
  const std::vector<corrections::Notice> found = corrections::find_notices("\n" + notice + "\n");
  if (found.empty()) {
    context.warn("the notice does not read like one",
                 "begin it with a label such as `Correction:`");
    return;
  }
  if (found.front().label.empty()) {
    context.warn("the notice has no label", "begin it with one such as `Correction:`");
  } else if (kind == "correction" && is_weaker_than_correction(found.front().kind)) {
    context.warn(
        fmt::format("the label says less than a correction: {}", one_line(found.front().label)));
  }
  if (found.front().date.empty()) {
    context.warn("the notice has no date");
  }
}

history::SourceLines read_fields(const Arguments& given) {
  history::SourceLines lines;
  for (const history::AnnotationField& field : history::annotation_fields) {
    if (is_typed_otherwise(field.name)) {
      continue;
    }
    for (const std::string_view value : given.all(field.name)) {
      if (field.name == "wrong" && !has_search_term(value)) {
        throw Error{ErrorKind::usage,
                    fmt::format("--wrong has no word: \"{}\"", one_line(value)),
                    "give the words that were wrong, as they stood: they are looked for"};
      }
      lines.emplace_back(field.name, value);
    }
    if (field.name == "notice") {
      if (const auto file = given.find("notice-file")) {
        lines.emplace_back("notice", read_notice(*file));
      }
    }
  }
  if (given.has("public") && given.has("privileged")) {
    throw Error{ErrorKind::usage, "--public and --privileged exclude each other"};
  }
  lines.emplace_back("visibility",
                     given.has("public")       ? "public"
                     : given.has("privileged") ? "privileged"
                                               : "internal");
  return lines;
}

void list(const history::Archive& archive,
          store::ArticleNumber article,
          const Arguments& given,
          Context& context) {
  const auto kind = given.find("kind");
  const bool json = given.has("json");
  context.page();
  for (const history::Annotation& annotation :
       history::read_annotations(archive.store(), article)) {
    if (kind && annotation.kind != *kind) {
      continue;
    }
    print_annotation(annotation, archive.store().row(article).key, json, context);
  }
}

Exit run(const Arguments& given, Context& context) {
  const bool json = given.has("json");
  history::Archive archive = context.open_archive(
      given.has("list") ? store::OpenOptions::Access::read : store::OpenOptions::Access::write);
  const history::ResolvedRevision found =
      history::resolve_revision(archive, given.positional()[0], context.times());
  const store::ArticleNumber article = found.history.number();
  if (given.has("list")) {
    list(archive, article, given, context);
    return Exit::ok;
  }
  const auto kind = given.find("kind");
  if (!kind) {
    throw Error{ErrorKind::usage,
                "an annotation needs its --kind",
                "such as --kind correction; `arch annotate REV --list` shows what was written"};
  }
  const history::Revision& revision = found.history.revisions()[found.revision];
  const history::SourceLines fields = read_fields(given);
  warn_of_notice(*kind, fields, context);
  history::Recorder recorder{archive};
  const ObjectId id = recorder.annotate(article,
                                        found.history.id(revision),
                                        *kind,
                                        given.find("reason").value_or(""),
                                        context.now(),
                                        fields);
  recorder.commit();
  for (const history::Annotation& annotation :
       history::read_annotations(archive.store(), article)) {
    if (annotation.id == id) {
      print_annotation(annotation, found.history.key(), json, context);
    }
  }
  return Exit::ok;
}

}  // namespace

extern const Command annotate_command{
    .name = "annotate",
    .summary = "Record what an editor says of a revision: corrections, complaints",
    .details =
        "An annotation is a record of its own, which changes neither the revision nor other "
        "annotations;\nof two about the same thing the newer counts. Unless --public is given, "
        "nothing of it is\npublished; names, references and notes never are.",
    .arguments = arguments,
    .options = options,
    .fields = annotation_fields_of_json,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
