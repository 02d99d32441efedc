#include "cmd/audit_view.hpp"

#include "base/printable.hpp"
#include "cmd/describe.hpp"
#include "cmd/diff_lines.hpp"
#include "cmd/judgement.hpp"
#include "cmd/side_by_side.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace arch::cmd {
namespace {

using corrections::Candidate;
using corrections::DisclosureStatus;
using corrections::FiredSignal;
using diff::Range;

/// Passages of one change that are shown; JSON has all.
constexpr std::size_t most_shown = 3;

/// A range of the text as one within a passage of it.
Range within(Range inner, Range outer) {
  if (inner.empty() || inner.begin < outer.begin || inner.end > outer.end) {
    return {};
  }
  return {inner.begin - outer.begin, inner.end - outer.begin};
}

AuditPassage make_passage(const corrections::Segment& segment,
                          std::string_view before,
                          std::string_view after) {
  AuditPassage passage{.segment = segment};
  for (const FiredSignal& fired : segment.signals) {
    const std::string_view words =
        fired.a.empty() ? diff::slice(after, fired.b) : diff::slice(before, fired.a);
    passage.evidence.emplace_back(words);
  }
  // Of a rewrite the whole text is the passage: that is what `arch diff` is for.
  if (segment.change == corrections::ChangeClass::rewrite) {
    return passage;
  }
  passage.before = diff::slice(before, segment.a);
  passage.after = diff::slice(after, segment.b);
  passage.words_before = within(segment.words_a, segment.a);
  passage.words_after = within(segment.words_b, segment.b);
  return passage;
}

std::string marked(const Style& style, Role role, const std::string& text, Range words) {
  const std::string_view all = text;
  return one_line(all.substr(0, words.begin)) +
         style.paint(role, one_line(diff::slice(all, words))) + one_line(all.substr(words.end));
}

/// A sentence with the words in question between marks.
MarkedText marked(std::string_view text, Range words, bool is_old) {
  MarkedText out;
  out.add(on_one_line(text.substr(0, words.begin)), Role::plain);
  const std::string changed = on_one_line(diff::slice(text, words));
  add_marked(out,
             changed,
             is_old ? "[-" : "{+",
             is_old ? "-]" : "+}",
             is_old ? Role::removed : Role::added);
  out.add(on_one_line(text.substr(words.end)), Role::plain);
  return out;
}

/// Narrower terminals show one sentence below the other: columns of less than 40 are hard to read.
constexpr std::size_t least_width = 100;

void print_passage(const AuditPassage& passage, Context& context) {
  Output& out = context.out();
  const Style& style = context.style();
  const auto width = context.wrap_width();
  if (width && *width >= least_width && !(passage.before.empty() && passage.after.empty())) {
    constexpr std::string_view lead = "    ";
    print_columns({.left = marked(passage.before, passage.words_before, true),
                   .right = marked(passage.after, passage.words_after, false),
                   .left_lead = std::string{lead},
                   .room = column_room(*width, lead.size())},
                  style,
                  out);
    return;
  }
  if (!passage.before.empty()) {
    out.line("  - " + marked(style, Role::removed, passage.before, passage.words_before));
  }
  if (!passage.after.empty()) {
    out.line("  + " + marked(style, Role::added, passage.after, passage.words_after));
  }
}

/// Of a sentence that came or went whole also the words that each signal is about: in others, what
/// changed is marked.
std::string signals_text(const AuditPassage& passage) {
  const bool is_whole = passage.before.empty() != passage.after.empty();
  std::string text;
  std::vector<corrections::Signal> seen;
  for (std::size_t i = 0; i < passage.segment.signals.size(); ++i) {
    const FiredSignal& fired = passage.segment.signals[i];
    if (std::ranges::find(seen, fired.signal) != seen.end()) {
      continue;
    }
    seen.push_back(fired.signal);
    const std::string& words = passage.evidence[i];
    const bool tells = is_whole && !words.empty() && words != passage.before + passage.after;
    text += fmt::format("{}{}{} ({})",
                        text.empty() ? "" : ", ",
                        corrections::signal_name(fired.signal),
                        tells ? " \"" + one_line(words) + "\"" : "",
                        corrections::strength_name(fired.strength));
  }
  return text;
}

std::string status_text(const AuditRow& row) {
  const corrections::Disclosure& disclosure = row.candidate.disclosure;
  std::string text{corrections::status_name(disclosure.status)};
  text += fmt::format(", level {}", static_cast<int>(disclosure.level));
  if (disclosure.weak_label) {
    text += ", weaker label";
  }
  if (disclosure.status == DisclosureStatus::pending) {
    const std::int64_t left = disclosure.grace_ends.seconds - (row.first_seen.seconds + row.age);
    text += fmt::format(", {} of grace left", describe_duration(std::max<std::int64_t>(0, left)));
  }
  if (!row.decision.empty()) {
    text += fmt::format("; {} by a review", row.decision);
  }
  return text;
}

}  // namespace

AuditRow make_audit_row(const history::History& history,
                        const corrections::JudgedArticle& judged,
                        Candidate candidate,
                        UtcTime now) {
  const history::Revision& to = history.revisions()[candidate.revision];
  const history::Revision& from = history.revisions()[candidate.revision - 1];
  const std::string before = history.document(from);
  const std::string after = history.document(to);
  AuditRow row{.key = history.key(),
               .name = revision_name(history, candidate.revision),
               .from = history.id(from),
               .to = history.id(to),
               .first_seen = to.first_seen,
               .age = now.seconds - to.first_seen.seconds};
  for (const corrections::Segment& segment : candidate.passages) {
    row.passages.push_back(make_passage(segment, before, after));
  }
  if (candidate.disclosure.notice) {
    row.notice = judged.notices[*candidate.disclosure.notice].texts.back();
  }
  row.candidate = std::move(candidate);
  return row;
}

bool is_confirmed(const AuditRow& row) {
  return row.decision == "confirmed";
}

void print_audit_row(const AuditRow& row, Context& context, bool is_first) {
  Output& out = context.out();
  const Style& style = context.style();
  if (!is_first) {
    out.write("\n");
  }
  out.line(fmt::format("{}  {}  {}",
                       style.paint(Role::id, row.candidate.id.short_hex()),
                       style.paint(Role::heading, corrections::class_name(row.candidate.change)),
                       one_line(row.name)));
  out.line(fmt::format("  first seen {}, {} ago; {}",
                       format_local(row.first_seen, context.zone()),
                       describe_duration(row.age),
                       status_text(row)));
  if (row.candidate.exposure) {
    out.line("  the old text was live " + describe_interval(*row.candidate.exposure));
  }
  for (std::size_t i = 0; i < std::min(row.passages.size(), most_shown); ++i) {
    const AuditPassage& passage = row.passages[i];
    print_passage(passage, context);
    out.line("    " + style.paint(Role::faint,
                                  fmt::format("{}: {}",
                                              corrections::class_name(passage.segment.change),
                                              signals_text(passage))));
  }
  if (row.passages.size() > most_shown) {
    out.line(fmt::format("  and {} more", counted(row.passages.size() - most_shown, "passage")));
  }
  if (!row.notice.empty()) {
    out.line("  notice: " + one_line(row.notice));
  }
}

void print_audit_summary(const std::vector<AuditRow>& rows,
                         std::uint64_t updates_left_out,
                         const corrections::Policy& policy,
                         Context& context) {
  const auto pending =
      static_cast<std::uint64_t>(std::ranges::count_if(rows, [](const AuditRow& r) {
        return r.candidate.disclosure.status == DisclosureStatus::pending;
      }));
  const auto confirmed = static_cast<std::uint64_t>(std::ranges::count_if(rows, is_confirmed));
  const auto breaking = static_cast<std::uint64_t>(std::ranges::count_if(
      rows, [](const AuditRow& row) { return row.candidate.breaks_policy && !is_confirmed(row); }));
  const std::uint64_t candidates = rows.size() - confirmed;
  std::string text = counted(candidates, "candidate");
  if (candidates > 0) {
    text += fmt::format(": {} against the policy, {} within its grace of {}",
                        breaking,
                        pending,
                        describe_duration(policy.grace));
    if (const std::uint64_t others = candidates - breaking - pending; others > 0) {
      text += fmt::format(", {} that it lets pass", others);
    }
  }
  if (updates_left_out > 0) {
    text += fmt::format("; {} more may be updates (--updates shows them)", updates_left_out);
  }
  if (candidates > 0) {
    text += "\nCandidates are no findings until a person has reviewed them.";
  }
  if (confirmed > 0) {
    text += fmt::format("\n{} the policy until a notice says what changed.",
                        confirmed == 1 ? "1 confirmed change breaks"
                                       : fmt::format("{} confirmed changes break", confirmed));
  }
  context.say(text);
}

JsonRecord audit_record(const AuditRow& row) {
  const Candidate& candidate = row.candidate;
  const corrections::Disclosure& disclosure = candidate.disclosure;
  const auto text = [](const std::string& value) {
    return value.empty() ? std::nullopt : std::optional<std::string_view>{value};
  };
  const auto extent = [](const std::string& of, Range range) {
    return of.empty()
               ? std::nullopt
               : std::optional{std::pair<std::uint64_t, std::uint64_t>{range.begin, range.end}};
  };
  std::vector<JsonRecord> passages;
  for (const AuditPassage& passage : row.passages) {
    std::vector<std::string> signals;
    signals.reserve(passage.segment.signals.size());
    for (const FiredSignal& fired : passage.segment.signals) {
      signals.push_back(fmt::format("{}:{}",
                                    corrections::signal_name(fired.signal),
                                    corrections::strength_name(fired.strength)));
    }
    passages.push_back(JsonRecord{}
                           .text("class", corrections::class_name(passage.segment.change))
                           .text("likeness", corrections::likeness_name(passage.segment.likeness))
                           .text("before", text(passage.before))
                           .text("after", text(passage.after))
                           .extent("words_before", extent(passage.before, passage.words_before))
                           .extent("words_after", extent(passage.after, passage.words_after))
                           .texts("signals", signals)
                           .texts("evidence", passage.evidence));
  }
  std::vector<std::string> links;
  links.reserve(disclosure.links.size());
  for (const corrections::Link& link : disclosure.links) {
    links.push_back(fmt::format("{}: {}", corrections::link_name(link.by), link.words));
  }
  const auto exposure = [&](std::int64_t corrections::Seconds::* end) {
    return candidate.exposure
               ? std::optional{static_cast<std::uint64_t>((*candidate.exposure).*end)}
               : std::nullopt;
  };
  JsonRecord record;
  record.id("candidate", candidate.id)
      .text("article", row.key)
      .id("from", row.from)
      .id("to", row.to)
      .time("first_seen", row.first_seen)
      .number("rank", candidate.rank)
      .text("class", corrections::class_name(candidate.change))
      .text("likeness", corrections::likeness_name(candidate.likeness))
      .text("disclosure", corrections::status_name(disclosure.status))
      .number("level", static_cast<std::uint64_t>(disclosure.level))
      .number("level_at_grace", static_cast<std::uint64_t>(disclosure.level_at_grace))
      .time("grace_ends", disclosure.grace_ends)
      .boolean("weak_label", disclosure.weak_label)
      .text("notice", text(row.notice))
      .texts("links", links)
      .number("exposure_least", exposure(&corrections::Seconds::least))
      .number("exposure_most", exposure(&corrections::Seconds::most))
      .boolean("breaks_policy", candidate.breaks_policy)
      .text("decision", text(row.decision))
      .records("passages", passages)
      .id("rules", corrections::rules_digest());
  return record;
}

}  // namespace arch::cmd
