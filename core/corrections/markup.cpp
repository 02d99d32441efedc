#include "corrections/markup.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace arch::corrections {
namespace {

using diff::Range;

/// A tag or target that is longer is no markup, or one that nobody closed.
constexpr std::size_t longest = 4000;

struct Form {
  std::string_view open;
  std::string_view close;
};

constexpr std::array<Form, 4> forms{{{"<", ">"}, {"{{", "}}"}, {"](", ")"}, {"&#", ";"}}};

/// Finds the next end of each form. Searches only go on, so that all of them read a text once.
class Ends {
public:
  explicit Ends(std::string_view text) : text_(text) {}

  /// The byte behind the next end of form `number` from `at` on; npos if there is none.
  std::size_t next(std::size_t number, std::size_t at) {
    std::size_t& known = ends_[number];
    if (known < at) {
      known = text_.find(forms[number].close, at);
    }
    return known == std::string_view::npos ? known : known + forms[number].close.size();
  }

private:
  std::string_view text_;
  std::array<std::size_t, forms.size()> ends_ = {};
};

/// `<` begins a tag only before a letter, a slash or an exclamation mark: `a < b` is text.
bool may_open(std::string_view text, std::size_t number, std::size_t at) {
  if (!text.substr(at).starts_with(forms[number].open)) {
    return false;
  }
  const std::size_t behind = at + 1;
  return forms[number].open != "<" ||
         (behind < text.size() &&
          (is_ascii_letter(text[behind]) || text[behind] == '/' || text[behind] == '!'));
}

}  // namespace

std::vector<Range> find_markup(std::string_view text, Range range) {
  const std::string_view part = text.substr(0, range.end);
  std::vector<Range> markup;
  Ends ends{part};
  for (std::size_t at = range.begin; at < part.size();) {
    at = part.find_first_of("<{]&", at);
    if (at == std::string_view::npos) {
      break;
    }
    std::size_t behind = at + 1;
    for (std::size_t number = 0; number < forms.size(); ++number) {
      if (may_open(part, number, at)) {
        const std::size_t end = ends.next(number, at + forms[number].open.size());
        if (end != std::string_view::npos && end - at <= longest) {
          markup.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
          behind = end;
        }
      }
    }
    at = behind;
  }
  return markup;
}

bool is_markup(const std::vector<Range>& markup, Range inner) {
  const auto found = std::ranges::upper_bound(markup, inner.begin, {}, &Range::begin);
  return found != markup.begin() && inner.begin < std::prev(found)->end;
}

}  // namespace arch::corrections
