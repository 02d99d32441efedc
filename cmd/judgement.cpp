#include "cmd/judgement.hpp"

#include "base/file.hpp"
#include "base/nearest.hpp"
#include "base/printable.hpp"
#include "cmd/describe.hpp"

#include <fmt/format.h>

#include <array>

namespace arch::cmd {

using corrections::ChangeClass;
using corrections::ClassSet;
using corrections::DisclosureStatus;
using corrections::JudgedRevision;

corrections::Policy read_policy(const Arguments& given) {
  const auto path = given.find("policy");
  if (!path) {
    return corrections::parse_policy("");
  }
  const Bytes bytes = read_file(std::string{*path}, corrections::max_policy_size);
  return corrections::parse_policy(as_text(bytes));
}

ClassSet read_classes(const Arguments& given) {
  ClassSet classes;
  std::vector<std::string_view> names;
  for (const ChangeClass which : corrections::all_classes()) {
    names.push_back(corrections::class_name(which));
  }
  for (const std::string_view name : given.all("class")) {
    const auto which = corrections::parse_class(name);
    if (!which) {
      const std::string_view near = find_nearest(name, names);
      std::string all;
      for (const std::string_view known : names) {
        all += (all.empty() ? "" : ", ") + std::string{known};
      }
      throw Error{ErrorKind::usage,
                  fmt::format("there is no class `{}`", one_line(name)),
                  near.empty() ? "there are: " + all : fmt::format("did you mean {}?", near)};
    }
    classes.insert(*which);
  }
  return classes;
}

std::string describe_interval(const corrections::Seconds& seconds) {
  const std::string least = describe_duration(seconds.least);
  const std::string most = describe_duration(seconds.most);
  return least == most ? least : fmt::format("{} to {}", least, most);
}

namespace {

std::string describe_disclosure(const corrections::Disclosure& disclosure) {
  using enum DisclosureStatus;
  const int level = static_cast<int>(disclosure.level);
  switch (disclosure.status) {
    case not_needed:
      return {};
    case pending:
      return "no notice yet";
    case silent:
      return "no notice within grace";
    case vague:
      return "a notice that does not say what";
    case partial:
    case disclosed:
    case late:
      return fmt::format("{}disclosed{}, level {} ({})",
                         disclosure.status == late ? "late " : "",
                         disclosure.status == partial ? " in part" : "",
                         level,
                         corrections::level_name(disclosure.level));
    case withdrawn:
      return "its notice is gone";
  }
  return {};
}

}  // namespace

std::string describe_kind(const JudgedRevision& revision) {
  if (!revision.change) {
    return {};
  }
  std::string text{corrections::class_name(*revision.change)};
  const bool says_all =
      corrections::is_no_edit(*revision.change) || *revision.change == ChangeClass::notice_removed;
  return !says_all && revision.verdict.update_like ? text + ", may be an update" : text;
}

std::string describe_judgement(const JudgedRevision& revision) {
  std::string text = describe_kind(revision);
  if (!revision.change || corrections::is_no_edit(*revision.change)) {
    return text;
  }
  if (*revision.change == ChangeClass::notice_removed) {
    return revision.exposure ? text + "; it was live " + describe_interval(*revision.exposure)
                             : text;
  }
  if (const std::string disclosure = describe_disclosure(revision.disclosure);
      !disclosure.empty()) {
    text += "; " + disclosure;
  }
  if (revision.disclosure.weak_label) {
    text += " under a weaker label";
  }
  if (revision.exposure) {
    text += "; the old text was live " + describe_interval(*revision.exposure);
  }
  return text;
}

std::vector<std::string> class_names(ClassSet classes) {
  std::vector<std::string> names;
  for (const ChangeClass which : corrections::all_classes()) {
    if (classes.contains(which)) {
      names.emplace_back(corrections::class_name(which));
    }
  }
  return names;
}

void add_kind(JsonRecord& record, const JudgedRevision* revision) {
  if (revision == nullptr || !revision->change) {
    for (const Field& field : kind_fields) {
      record.absent(field.name);
    }
    return;
  }
  record.text("class", corrections::class_name(*revision->change))
      .texts("classes", class_names(revision->verdict.classes))
      .texts("substantive", class_names(revision->verdict.substantive))
      .boolean("update_like", revision->verdict.update_like);
}

void add_disclosure(JsonRecord& record, const JudgedRevision* revision) {
  if (revision == nullptr || !revision->change) {
    for (const Field& field : disclosure_fields) {
      record.absent(field.name);
    }
    return;
  }
  const auto seconds = [](std::int64_t value) {
    return std::optional{static_cast<std::uint64_t>(std::max<std::int64_t>(0, value))};
  };
  record.text("disclosure", corrections::status_name(revision->disclosure.status))
      .number("level", static_cast<std::uint64_t>(revision->disclosure.level))
      .boolean("weak_label", revision->disclosure.weak_label)
      .number("exposure_least",
              revision->exposure ? seconds(revision->exposure->least) : std::nullopt)
      .number("exposure_most",
              revision->exposure ? seconds(revision->exposure->most) : std::nullopt);
}

}  // namespace arch::cmd
