#include "diff/patch.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cstddef>

namespace arch::diff {
namespace {

/// Makes the text whose bytes each leaf has in its member `target` from the other one.
Patch make_patch(std::vector<Run> leaves,
                 Range Run::* source,
                 Range Run::* target,
                 std::string_view text) {
  std::ranges::stable_sort(leaves, {}, [&](const Run& leaf) { return (leaf.*target).begin; });
  Patch patch;
  for (const Run& leaf : leaves) {
    if ((leaf.*target).empty()) {
      continue;
    }
    if (leaf.kind == Kind::kept) {
      patch.steps.push_back({leaf.*source, 0});
      continue;
    }
    if (patch.steps.empty()) {
      patch.steps.emplace_back();
    }
    patch.steps.back().added += (leaf.*target).size();
    patch.bytes += slice(text, leaf.*target);
  }
  return patch;
}

}  // namespace

Patch forward_patch(const TextDiff& diff, std::string_view b) {
  return make_patch(leaves(diff), &Run::a, &Run::b, b);
}

Patch backward_patch(const TextDiff& diff, std::string_view a) {
  return make_patch(leaves(diff), &Run::b, &Run::a, a);
}

std::string apply_patch(const Patch& patch, std::string_view source) {
  std::string result;
  std::size_t at = 0;
  for (const Patch::Step& step : patch.steps) {
    if (step.copied.end > source.size() || step.added > patch.bytes.size() - at) {
      throw Error{ErrorKind::corrupt, "applying a patch: it was made for a longer text"};
    }
    result += slice(source, step.copied);
    result.append(patch.bytes, at, step.added);
    at += step.added;
  }
  return result;
}

}  // namespace arch::diff
