#include "diff/placed.hpp"

#include <algorithm>
#include <cstdint>

namespace arch::diff {

std::vector<Placed> in_tree_order(const Alignment& alignment, Range all_a, Range all_b) {
  std::vector<std::uint32_t> moved_a;
  moved_a.reserve(alignment.moved.size());
  for (const Group& group : alignment.moved) {
    moved_a.push_back(group.a.begin);
  }
  std::ranges::sort(moved_a);
  std::vector<Placed> result;
  auto from = moved_a.begin();
  auto to = alignment.moved.begin();
  const auto list_until = [&](std::uint32_t end_a, std::uint32_t end_b) {
    for (; all_a.begin < end_a; ++all_a.begin) {
      const bool moved = from != moved_a.end() && *from == all_a.begin;
      result.push_back({{all_a.begin, all_a.begin + 1}, {all_b.begin, all_b.begin}, moved});
      from += moved ? 1 : 0;
    }
    for (; all_b.begin < end_b; ++all_b.begin) {
      const bool moved = to != alignment.moved.end() && to->b.begin == all_b.begin;
      const Range source = moved ? to->a : Range{all_a.begin, all_a.begin};
      result.push_back({source, {all_b.begin, all_b.begin + 1}, moved});
      to += moved ? 1 : 0;
    }
  };
  for (const Group& group : alignment.in_order) {
    list_until(group.a.begin, group.b.begin);
    result.push_back({group.a, group.b, false});
    all_a.begin = group.a.end;
    all_b.begin = group.b.end;
  }
  list_until(all_a.end, all_b.end);
  return result;
}

}  // namespace arch::diff
