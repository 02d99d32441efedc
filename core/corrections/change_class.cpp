#include "corrections/change_class.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace arch::corrections {
namespace {

using enum ChangeClass;

/// Most telling first: what a notice says, then what a statement says, by how seldom it changes for
/// nothing; then parts; then form.
constexpr std::array<std::pair<ChangeClass, std::string_view>, class_count> names{{
    {technical, "technical"},
    {variant, "variant"},
    {reversion, "reversion"},
    {notice_removed, "notice-removed"},
    {legal, "legal"},
    {negation, "negation"},
    {number, "number"},
    {name, "name"},
    {date, "date"},
    {place, "place"},
    {attribution, "attribution"},
    {quote, "quote"},
    {rewrite, "rewrite"},
    {headline, "headline"},
    {modality, "modality"},
    {name_spelling, "name-spelling"},
    {notice_changed, "notice-changed"},
    {notice_added, "notice-added"},
    {quote_removed, "quote-removed"},
    {passage_removed, "passage-removed"},
    {content, "content"},
    {quote_added, "quote-added"},
    {passage_added, "passage-added"},
    {byline, "byline"},
    {standfirst, "standfirst"},
    {image, "image"},
    {caption, "caption"},
    {url, "url"},
    {section, "section"},
    {spelling, "spelling"},
    {style, "style"},
    {moved, "moved"},
    {punctuation, "punctuation"},
    {metadata, "metadata"},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, signal_count> signals{{
    {"number-changed", "N1"},   {"counted-event", "N2"},    {"name-replaced", "P1"},
    {"name-respelt", "P2"},     {"quote-altered", "Q1"},    {"speaker-replaced", "Q2"},
    {"polarity-flipped", "G1"}, {"hedge-changed", "M1"},    {"accusation-replaced", "A1"},
    {"date-replaced", "D1"},    {"headline-changed", "H1"}, {"lead-changed", "L1"},
    {"passage-cut", "X1"},      {"attribution-cut", "X2"},  {"byline-changed", "B1"},
    {"image-changed", "I1"},    {"url-changed", "U1"},      {"body-gone", "R1"},
    {"notice-gone", "O1"},      {"single-token", "K1"},     {"only-additions", "K2"},
    {"late-edit", "T2"},        {"watch-word", ""},         {"denial", "G2"},
    {"accusation", "A2"},       {"figure", "N3"},           {"source", "S1"},
    {"word-replaced", "W1"},
}};

/// Where each class stands in `names`.
constexpr std::array<std::uint8_t, class_count> places = [] {
  std::array<std::uint8_t, class_count> all{};
  for (std::size_t i = 0; i < names.size(); ++i) {
    all[static_cast<std::size_t>(names[i].first)] = static_cast<std::uint8_t>(i);
  }
  return all;
}();

constexpr std::array<ChangeClass, class_count> in_order = [] {
  std::array<ChangeClass, class_count> all{};
  for (std::size_t i = 0; i < names.size(); ++i) {
    all[i] = names[i].first;
  }
  return all;
}();

constexpr std::size_t place_of(ChangeClass which) {
  return places[static_cast<std::size_t>(which)];
}

}  // namespace

std::span<const ChangeClass> all_classes() {
  return in_order;
}

std::string_view class_name(ChangeClass which) {
  return names[place_of(which)].second;
}

std::optional<ChangeClass> parse_class(std::string_view name) {
  const auto* const found =
      std::ranges::find(names, name, &std::pair<ChangeClass, std::string_view>::second);
  return found == names.end() ? std::nullopt : std::optional{found->first};
}

int class_rank(ChangeClass which) {
  return static_cast<int>(class_count - place_of(which));
}

bool may_be_substantive(ChangeClass which) {
  switch (which) {
    case section:
    case metadata:
    case style:
    case spelling:
    case punctuation:
    case moved:
    case notice_added:
    case notice_changed:
    case reversion:
    case variant:
    case technical:
      return false;
    default:
      return true;
  }
}

bool is_no_edit(ChangeClass which) {
  return which == reversion || which == variant || which == technical;
}

std::optional<ChangeClass> ClassSet::top() const {
  const auto* const found =
      std::ranges::find_if(in_order, [this](ChangeClass which) { return contains(which); });
  return found == in_order.end() ? std::nullopt : std::optional{*found};
}

std::string_view signal_name(Signal which) {
  return signals[static_cast<std::size_t>(which)].first;
}

std::string_view signal_code(Signal which) {
  return signals[static_cast<std::size_t>(which)].second;
}

std::string_view strength_name(Strength which) {
  constexpr std::array<std::string_view, 3> all{"weak", "medium", "strong"};
  return all[static_cast<std::size_t>(which)];
}

}  // namespace arch::corrections
