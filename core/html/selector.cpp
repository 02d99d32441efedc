#include "html/selector.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <utility>

namespace arch::html {

namespace {

constexpr std::size_t longest_selector = 4096;

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

/// Whether `word` is one of the words of `text`.
bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || is_html_space(text[at - 1])) &&
        (end == text.size() || is_html_space(text[end]))) {
      return true;
    }
  }
  return false;
}

}  // namespace

/// Reads a selector from left to right; every method returns false, or nullopt, at what is none.
class Selector::Parser {
public:
  explicit Parser(std::string_view text) : rest_{text} {}

  std::optional<Selector> read() {
    Selector selector;
    do {
      std::vector<Compound> chain;
      if (!read_chain(chain)) {
        return std::nullopt;
      }
      selector.alternatives_.push_back(std::move(chain));
    } while (take(','));
    return rest_.empty() ? std::optional{std::move(selector)} : std::nullopt;
  }

private:
  bool read_chain(std::vector<Compound>& chain) {
    skip_spaces();
    bool child = false;
    do {
      Compound compound{.child = child};
      if (!read_compound(compound)) {
        return false;
      }
      chain.push_back(std::move(compound));
      const bool spaced = skip_spaces();
      child = take('>');
      skip_spaces();
      if (!child && !spaced) {
        break;
      }
    } while (child || (!rest_.empty() && rest_.front() != ','));
    return true;
  }

  bool read_compound(Compound& compound) {
    bool any = take('*');
    if (!any && !rest_.empty() && is_name_character(rest_.front())) {
      compound.conditions.push_back({.test = Test::type, .name = ascii_lowered(take_name())});
      any = true;
    }
    while (!rest_.empty() &&
           std::string_view{"#.[:"}.find(rest_.front()) != std::string_view::npos) {
      Condition condition;
      if (!read_condition(condition)) {
        return false;
      }
      compound.conditions.push_back(std::move(condition));
      any = true;
    }
    return any;
  }

  bool read_condition(Condition& condition) {
    if (take('#')) {
      condition.test = Test::id;
      condition.value = take_name();
      return !condition.value.empty();
    }
    if (take('.')) {
      condition.test = Test::class_name;
      condition.value = take_name();
      return !condition.value.empty();
    }
    if (take('[')) {
      return read_attribute(condition);
    }
    return take(':') && read_pseudo(condition);
  }

  bool read_pseudo(Condition& condition) {
    const std::string name = ascii_lowered(take_name());
    if (name == "first-child") {
      condition.test = Test::first_child;
      return true;
    }
    if (name != "not" || !take('(')) {
      return false;
    }
    skip_spaces();
    if (!rest_.empty() && is_name_character(rest_.front())) {
      condition.test = Test::type;
      condition.name = ascii_lowered(take_name());
    } else if (rest_.starts_with(":not") || !read_condition(condition)) {
      return false;
    }
    condition.negated = true;
    skip_spaces();
    return take(')');
  }

  bool read_attribute(Condition& condition) {
    skip_spaces();
    condition.name = ascii_lowered(take_name());
    skip_spaces();
    if (condition.name.empty()) {
      return false;
    }
    if (take(']')) {
      condition.test = Test::present;
      return true;
    }
    return read_operator(condition) && read_value(condition) && take(']');
  }

  bool read_operator(Condition& condition) {
    constexpr std::pair<char, Test> tests[] = {{'~', Test::word},
                                               {'|', Test::dash},
                                               {'^', Test::prefix},
                                               {'$', Test::suffix},
                                               {'*', Test::part}};
    condition.test = Test::equals;
    for (const auto& [mark, test] : tests) {
      if (take(mark)) {
        condition.test = test;
        break;
      }
    }
    return take('=');
  }

  bool read_value(Condition& condition) {
    skip_spaces();
    if (rest_.starts_with('"') || rest_.starts_with('\'')) {
      const std::size_t end = rest_.find(rest_.front(), 1);
      if (end == std::string_view::npos) {
        return false;
      }
      condition.value = rest_.substr(1, end - 1);
      rest_.remove_prefix(end + 1);
    } else {
      condition.value = take_name();
      if (condition.value.empty()) {
        return false;
      }
    }
    skip_spaces();
    if (take('i')) {
      condition.ignore_case = IgnoreCase::yes;
      condition.value = ascii_lowered(condition.value);
      skip_spaces();
    }
    return true;
  }

  bool skip_spaces() {
    const std::size_t before = rest_.size();
    while (!rest_.empty() && is_html_space(rest_.front())) {
      rest_.remove_prefix(1);
    }
    return rest_.size() < before;
  }

  bool take(char c) {
    if (!rest_.starts_with(c)) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view take_name() {
    const std::size_t size = static_cast<std::size_t>(
        std::ranges::find_if_not(rest_, is_name_character) - rest_.begin());
    const std::string_view name = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return name;
  }

  std::string_view rest_;
};

std::optional<Selector> Selector::parse(std::string_view text) {
  return text.size() > longest_selector ? std::nullopt : Parser{text}.read();
}

bool Selector::holds(const Condition& condition, const Tree& tree, NodeId element) {
  switch (condition.test) {
    case Test::type:
      return tree.name(element) == condition.name;
    case Test::id:
      return tree.find_attribute(element, Attribute::id) == condition.value;
    case Test::class_name:
      return has_word(tree.attribute_or_empty(element, Attribute::class_name), condition.value);
    case Test::first_child: {
      NodeId first = tree.first_child(tree.parent(element));
      while (first != no_node && tree.is_text(first)) {
        first = tree.next_sibling(first);
      }
      return first == element;
    }
    default:
      break;
  }
  const std::optional<std::string_view> found = tree.find_attribute(element, condition.name);
  if (!found || condition.test == Test::present) {
    return found.has_value();
  }
  const bool ignore_case = condition.ignore_case == IgnoreCase::yes;
  const std::string folded = ignore_case ? ascii_lowered(*found) : std::string{};
  const std::string_view value = ignore_case ? std::string_view{folded} : *found;
  const std::string_view wanted = condition.value;
  switch (condition.test) {
    case Test::equals:
      return value == wanted;
    case Test::dash:
      return value == wanted ||
             (value.starts_with(wanted) && value.substr(wanted.size())[0] == '-');
    case Test::word:
      return !wanted.empty() && has_word(value, wanted);
    case Test::prefix:
      return !wanted.empty() && value.starts_with(wanted);
    case Test::suffix:
      return !wanted.empty() && value.ends_with(wanted);
    default:
      return !wanted.empty() && value.find(wanted) != std::string_view::npos;
  }
}

bool Selector::holds_all(const Compound& compound, const Tree& tree, NodeId element) {
  return std::ranges::all_of(compound.conditions, [&](const Condition& condition) {
    return holds(condition, tree, element) != condition.negated;
  });
}

bool Selector::matches_chain(const std::vector<Compound>& chain, const Tree& tree, NodeId element) {
  if (!holds_all(chain.back(), tree, element)) {
    return false;
  }
  // From the inside outwards, taking the nearest ancestor that fits each compound. Where a child
  // combinator then fails, the search for the descendant that it hangs on goes on further out.
  std::size_t part = chain.size() - 1;
  std::size_t retry_part = 0;
  NodeId retry = no_node;
  NodeId at = element;
  while (part > 0) {
    const bool child = chain[part].child;
    at = tree.parent(at);
    bool found = false;
    while (at != no_node && at != 0) {
      found = holds_all(chain[part - 1], tree, at);
      if (found || child) {
        break;
      }
      at = tree.parent(at);
    }
    if (found) {
      if (!child) {
        retry_part = part;
        retry = at;
      }
      --part;
    } else if (child && retry != no_node) {
      part = retry_part;
      at = retry;
    } else {
      return false;
    }
  }
  return true;
}

bool Selector::matches(const Tree& tree, NodeId element) const {
  const Tag tag = tree.tag(element);
  return tag != Tag::text && tag != Tag::document &&
         std::ranges::any_of(alternatives_, [&](const std::vector<Compound>& chain) {
           return matches_chain(chain, tree, element);
         });
}

std::vector<NodeId> Selector::select(const Tree& tree, NodeId root) const {
  std::vector<NodeId> selected;
  for (NodeId at = root + 1; at < tree.end(root); ++at) {
    if (matches(tree, at)) {
      selected.push_back(at);
    }
  }
  return selected;
}

NodeId Selector::find(const Tree& tree, NodeId root) const {
  for (NodeId at = root + 1; at < tree.end(root); ++at) {
    if (matches(tree, at)) {
      return at;
    }
  }
  return no_node;
}

}  // namespace arch::html
