#include "html/names.hpp"

namespace arch::html {

namespace {

/// A hash table from names to their places, without chains: 2,048 slots for 200 names.
template <typename Names>
class NameTable {
public:
  explicit NameTable(const Names& names) : names_{names} {
    for (std::size_t i = 0; i < names.size(); ++i) {
      std::size_t at = slot(names[i]);
      while (slots_[at] != 0) {
        at = (at + 1) % slots_.size();
      }
      slots_[at] = static_cast<std::uint8_t>(i + 1);
    }
  }

  /// The place of `name` plus one; 0 when it is none of the names.
  std::size_t find(std::string_view name) const {
    if (name.empty()) {
      return 0;
    }
    for (std::size_t at = slot(name); slots_[at] != 0; at = (at + 1) % slots_.size()) {
      if (names_[slots_[at] - 1U] == name) {
        return slots_[at];
      }
    }
    return 0;
  }

private:
  static std::size_t slot(std::string_view name) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(name[i]); };
    return (at(0) * 5U + at(name.size() / 2) * 131U + at(name.size() - 1) * 29U +
            name.size() * 331U) %
           2048;
  }

  const Names& names_;
  std::array<std::uint8_t, 2048> slots_ = {};
};

}  // namespace

Tag find_tag(std::string_view name) {
  static const NameTable table{tag_names};
  const std::size_t found = table.find(name);
  return found == 0 ? Tag::other : static_cast<Tag>(found + 2);
}

Attribute find_attribute(std::string_view name) {
  static const NameTable table{attribute_names};
  return static_cast<Attribute>(table.find(name));
}

}  // namespace arch::html
