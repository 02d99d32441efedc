#pragma once

#include "html/tree.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::html {

/// A CSS selector, of the part of CSS that rules for pages need: types and `*`, `#id`, `.class`,
/// `[attr]` with `=`, `~=`, `|=`, `^=`, `$=`, `*=` (and the flag `i`), `:not(…)` of a simple
/// selector, `:first-child`, the combinators ` ` and `>`, and lists by commas.
/// (https://www.w3.org/TR/selectors-4/; names of classes and ids are case-sensitive.)
class Selector {
public:
  /// Returns nullopt for what is not such a selector, or is longer than 4,096 bytes.
  static std::optional<Selector> parse(std::string_view text);

  /// Whether the element is selected. Cost: its depth times the length of the selector.
  bool matches(const Tree& tree, NodeId element) const;

  /// The selected descendants of `root`, in document order.
  std::vector<NodeId> select(const Tree& tree, NodeId root = 0) const;

  /// The first of select(), or no_node.
  NodeId find(const Tree& tree, NodeId root = 0) const;

private:
  enum class Test : std::uint8_t {
    type,
    id,
    class_name,
    present,
    equals,
    word,
    dash,
    prefix,
    suffix,
    part,
    first_child
  };
  enum class IgnoreCase : std::uint8_t { no, yes };

  struct Condition {
    Test test = Test::type;
    bool negated = false;
    IgnoreCase ignore_case = IgnoreCase::no;
    std::string name = {};
    std::string value = {};
  };

  struct Compound {
    std::vector<Condition> conditions = {};
    bool child = false;  ///< of the compound before it; else any descendant
  };

  class Parser;

  static bool holds(const Condition& condition, const Tree& tree, NodeId element);
  static bool holds_all(const Compound& compound, const Tree& tree, NodeId element);
  static bool matches_chain(const std::vector<Compound>& chain, const Tree& tree, NodeId element);

  std::vector<std::vector<Compound>> alternatives_;
};

}  // namespace arch::html
