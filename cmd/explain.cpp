#include "cmd/explain.hpp"

#include "base/printable.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace arch::cmd {
namespace {

/// Characters of a block or value that are shown where lines are not wrapped.
constexpr std::size_t shown_without_width = 100;

std::string_view name_of(html::EncodingSource source) {
  switch (source) {
    using enum html::EncodingSource;
    case byte_order_mark:
      return "its byte order mark says so";
    case header:
      return "the server said so";
    case meta:
      return "the page says so";
    case guess:
      return "guessed from its bytes";
  }
  return {};
}

std::string_view name_of(html::Fidelity fidelity) {
  switch (fidelity) {
    using enum html::Fidelity;
    case whole:
      return "all of it";
    case cut:
      return "its beginning only: it is too long";
    case text_only:
      return "its texts only: its markup is beyond the limits";
  }
  return {};
}

std::string_view name_of(article::PageBlockKind kind) {
  switch (kind) {
    using enum article::PageBlockKind;
    case paragraph:
      return "paragraph";
    case heading:
      return "heading";
    case list_item:
      return "list item";
    case quotation:
      return "quotation";
    case table_row:
      return "table row";
    case caption:
      return "caption";
    case image:
      return "image";
  }
  return {};
}

/// The beginning of a text, as much as fits in `columns`.
std::string beginning(std::string_view text, std::size_t columns) {
  std::string shown = one_line(text);
  if (shown.size() <= columns) {
    return shown;
  }
  std::size_t end = columns;
  while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  shown.resize(end);
  return shown + "…";
}

void print_field(std::string_view name,
                 const article::Field& field,
                 std::size_t room,
                 Context& context) {
  std::string_view label = name;
  for (const article::FieldValue& value : field) {
    const std::string place =
        value.place.empty() ? std::string{} : " " + beginning(value.place, shown_without_width);
    const std::string line = fmt::format("{:<12}{}  ", label, beginning(value.value, room));
    context.out().line(
        line +
        context.style().paint(Role::faint, fmt::format("({}{})", name_of(value.source), place)));
    label = "  or";
  }
}

void print_block(const article::BlockFate& fate, std::size_t room, Context& context) {
  const bool kept = is_kept(fate.fate);
  const std::string line = fmt::format("{} {:<9} {:.2f}  {:<9}  {}",
                                       kept ? '+' : '-',
                                       name_of(fate.fate),
                                       fate.probability,
                                       name_of(fate.block.kind),
                                       beginning(fate.block.text, room));
  context.out().line(context.style().paint(kept ? Role::added : Role::faint, line) +
                     fmt::format(" ({})", text_of(fate.reason)));
}

}  // namespace

void print_explanation(const article::PageReading& reading, Context& context) {
  constexpr std::size_t columns_before_text = 40;
  const std::size_t width =
      context.wrap_width().value_or(shown_without_width + columns_before_text);
  const std::size_t room =
      std::max<std::size_t>(width, columns_before_text * 2) - columns_before_text;
  Output& out = context.out();

  out.line(fmt::format("{:<12}{}", "reader", article::page_reader_name()));
  out.line(fmt::format("{:<12}{}: {}",
                       "encoding",
                       charset_name(reading.encoding.charset),
                       name_of(reading.encoding.source)));
  out.line(fmt::format("{:<12}{}", "read", name_of(reading.fidelity)));
  out.line(fmt::format("{:<12}{:.2f}{}",
                       "confidence",
                       reading.body.confidence,
                       reading.body.confidence < article::doubtful ? ": doubtful" : ""));
  const article::Metadata& fields = reading.metadata;
  const std::array<std::pair<std::string_view, const article::Field*>, 8> all{{
      {"headline", &fields.headline},
      {"standfirst", &fields.standfirst},
      {"byline", &fields.byline},
      {"section", &fields.section},
      {"published", &fields.published},
      {"modified", &fields.modified},
      {"language", &fields.language},
      {"canonical", &fields.canonical},
  }};
  for (const auto& [name, field] : all) {
    print_field(name, *field, room, context);
  }

  const auto kept = static_cast<std::uint64_t>(std::ranges::count_if(
      reading.body.fates, [](const article::BlockFate& fate) { return is_kept(fate.fate); }));
  out.line(fmt::format("\n{} of {} kept; + is in the document, the number how likely it is",
                       grouped(kept),
                       counted(reading.body.fates.size(), "block")));
  for (const article::BlockFate& fate : reading.body.fates) {
    print_block(fate, room, context);
  }
}

}  // namespace arch::cmd
