#include "cmd/blame_view.hpp"

#include "base/printable.hpp"
#include "base/unicode.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "cmd/marked_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace arch::cmd {
namespace {

using Kind = BlamePassage::Kind;

/// Digits of an id beside a passage; the list below has twelve.
constexpr std::size_t brief_id = 8;

/// Columns below which revisions stand above their passages and not beside them.
constexpr std::size_t least_width = 64;

char sign_of(Kind kind) {
  switch (kind) {
    case Kind::original:
      return ' ';
    case Kind::added:
      return '+';
    case Kind::changed:
      return '~';
    case Kind::returned:
      return '<';
  }
  return ' ';
}

Role role_of(Kind kind) {
  switch (kind) {
    case Kind::original:
      return Role::plain;
    case Kind::added:
    case Kind::changed:
      return Role::added;
    case Kind::returned:
      return Role::moved;
  }
  return Role::plain;
}

/// Whether a passage is the first that is shown of its header line or block.
enum class Place { first, further };

void print_passage(const BlameView& view,
                   const BlamePassage& passage,
                   Place place,
                   Context& context) {
  const history::Revision& origin = view.history.revisions()[passage.revision];
  const std::string margin = fmt::format("{}  {}",
                                         origin.short_id().substr(0, brief_id),
                                         minute_of(origin.first_seen, context.zone()));
  const Role role = role_of(passage.kind());
  MarkedText line;
  if (!passage.block && place == Place::first) {
    line.add(passage.field + ": ", Role::faint);
  }
  const bool is_title = passage.field == "headline" && role == Role::plain;
  line.add(diff::slice(view.text, passage.bytes), is_title ? Role::heading : role);
  if (const std::string note = note_of(view.history, passage, context.zone()); !note.empty()) {
    line.add("  (" + note + ")", Role::faint);
  }

  const Style& style = context.style();
  const std::string sign = fmt::format("{} ", sign_of(passage.kind()));
  MarkedText::Layout layout{
      .first = style.paint(role, sign), .indent = sign.size(), .width = context.wrap_width()};
  if (layout.width && *layout.width < least_width) {
    context.out().line(style.paint(Role::id, margin));
  } else {
    layout.first = style.paint(Role::id, margin) + "  " + layout.first;
    layout.indent += margin.size() + 2;
  }
  line.print(context.out(), context.style(), layout);
}

/// Adds what is known of a revision under names that begin with `prefix`; nulls if there is none.
void add_revision(JsonRecord& record,
                  const history::History& history,
                  std::string_view prefix,
                  std::optional<std::uint32_t> number) {
  const history::Revision* revision = number ? &history.revisions()[*number] : nullptr;
  const auto name = [&](std::string_view field) { return fmt::format("{}{}", prefix, field); };
  record.id(name("id"), revision ? std::optional{history.id(*revision)} : std::nullopt);
  record.number(name("number"), number);
  record.time(name("changed_after"), revision ? revision->changed_after : std::nullopt);
  record.time(name("first_seen"), revision ? std::optional{revision->first_seen} : std::nullopt);
}

}  // namespace

std::string minute_of(UtcTime time, const Zone& zone) {
  return format_local(time, zone).substr(0, std::string_view{"2021-09-20 08:40"}.size());
}

std::string note_of(const history::History& history,
                    const BlamePassage& passage,
                    const Zone& zone) {
  std::string note;
  if (passage.older > 0) {
    note = fmt::format("{} of {} older", grouped(passage.older), counted(passage.words, "word"));
  }
  if (passage.back_in) {
    note += note.empty() ? "" : "; ";
    note += passage.back == passage.words ? "was gone"
            : passage.back == 1           ? "1 word was gone"
                                : fmt::format("{} words were gone", grouped(passage.back));
    note += ", back " + minute_of(history.revisions()[*passage.back_in].first_seen, zone);
  }
  return note;
}

std::vector<std::uint32_t> revisions_of(const BlameView& view) {
  std::vector<std::uint32_t> numbers;
  for (const BlamePassage& passage : view.passages) {
    numbers.push_back(passage.revision);
    if (passage.back_in) {
      numbers.push_back(*passage.back_in);
    }
  }
  std::ranges::sort(numbers, std::greater<>{});
  numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
  return numbers;
}

std::string interval_of(const history::Revision& revision, const Zone& zone) {
  return describe_interval(revision, zone) + (revision.technical ? ", technical" : "");
}

void print_blame(const BlameView& view, Context& context) {
  Output& out = context.out();
  const Style& style = context.style();
  const history::Revision& shown = view.history.revisions()[view.revision];
  out.line(fmt::format("{}  {}",
                       style.paint(Role::id, "revision " + shown.short_id()),
                       revision_name(view.history, view.revision)));
  MarkedText interval;
  interval.add(interval_of(shown, context.zone()));
  interval.print(out, style, {.width = context.wrap_width()});
  const BlamePassage* before = nullptr;
  for (const BlamePassage& passage : view.passages) {
    const bool same_block = before != nullptr && before->block == passage.block;
    if (!same_block) {
      out.write("\n");
    }
    const bool goes_on = same_block && before->field == passage.field;
    print_passage(view, passage, goes_on ? Place::further : Place::first, context);
    before = &passage;
  }
  out.write("\n");
  const std::vector<std::uint32_t> numbers = revisions_of(view);
  std::size_t columns = 0;
  for (const std::uint32_t number : numbers) {
    columns = std::max(columns, display_width(revision_name(view.history, number)));
  }
  for (const std::uint32_t number : numbers) {
    const history::Revision& revision = view.history.revisions()[number];
    const std::string name = revision_name(view.history, number);
    const std::string id = revision.short_id();
    MarkedText line;
    line.add(interval_of(revision, context.zone()));
    line.print(out,
               style,
               {.first = fmt::format("{}  {}{}  ",
                                     style.paint(Role::id, id),
                                     name,
                                     std::string(columns - display_width(name), ' ')),
                .indent = id.size() + 2 + columns + 2,
                .width = context.wrap_width()});
  }
}

JsonRecord blame_record(const BlameView& view, const BlamePassage& passage) {
  JsonRecord record;
  record.text("article", view.history.key())
      .number("block", passage.block)
      .text("field", passage.block ? std::nullopt : std::optional<std::string_view>{passage.field})
      .number("sentence", passage.sentence)
      .number("begin", passage.bytes.begin)
      .number("end", passage.bytes.end)
      .text("text", diff::slice(view.text, passage.bytes));
  add_revision(record, view.history, "", passage.revision);
  record.boolean("technical", view.history.revisions()[passage.revision].technical)
      .number("words", passage.words)
      .number("words_older", passage.older)
      .number("words_back", passage.back);
  add_revision(record, view.history, "back_", passage.back_in);
  return record;
}

}  // namespace arch::cmd
