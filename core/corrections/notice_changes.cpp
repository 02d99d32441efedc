#include "corrections/notice_changes.hpp"

#include "corrections/plain_words.hpp"
#include "corrections/rules.hpp"

#include <algorithm>
#include <iterator>
#include <string>

namespace arch::corrections {
namespace {

using diff::Range;
using diff::slice;

/// Notices of one text beyond so many are not paired but by their text.
constexpr std::size_t most_compared = 64;

std::vector<std::string> words_of(std::string_view text) {
  const PlainWords cut = cut_plain(text);
  std::vector<std::string> words;
  for (std::size_t i = 0; i < cut.words.size(); ++i) {
    if (cut.words[i].kind != PlainWord::Kind::mark) {
      words.emplace_back(cut.text(i));
    }
  }
  std::ranges::sort(words);
  return words;
}

bool is_mostly_within(const std::vector<Range>& notices, Range passage) {
  return std::ranges::any_of(notices, [&](Range notice) {
    const std::uint32_t begin = std::max(notice.begin, passage.begin);
    const std::uint32_t end = std::min(notice.end, passage.end);
    return begin < end && 2 * (end - begin) > passage.size();
  });
}

/// Where the notices of both texts may differ: the blocks that changed and may hold one.
struct Places {
  std::vector<Range> a;
  std::vector<Range> b;
};

Places find_places(std::string_view a, std::string_view b, const diff::TextDiff& diff) {
  Places places;
  for (const diff::Block& block : diff.blocks) {
    if (block.touch == diff::Touch::none) {
      continue;
    }
    if (!block.a.empty() && may_hold_notice(slice(a, block.a))) {
      places.a.push_back(block.a);
    }
    if (!block.b.empty() && may_hold_notice(slice(b, block.b))) {
      places.b.push_back(block.b);
    }
  }
  std::ranges::sort(places.a, {}, &Range::begin);
  return places;
}

}  // namespace

bool NoticeChanges::covers_a(Range passage) const {
  return !passage.empty() && is_mostly_within(all_a, passage);
}

bool NoticeChanges::covers_b(Range passage) const {
  return !passage.empty() && is_mostly_within(all_b, passage);
}

bool is_same_notice(const Notice& x, const Notice& y) {
  if (x.text == y.text) {
    return true;
  }
  if (x.kind != y.kind || x.position == NoticePosition::headline ||
      y.position == NoticePosition::headline) {
    return false;
  }
  const std::vector<std::string> words_x = words_of(x.text);
  const std::vector<std::string> words_y = words_of(y.text);
  std::vector<std::string> common;
  std::ranges::set_intersection(words_x, words_y, std::back_inserter(common));
  return 2.0 * static_cast<double>(common.size()) >=
         rules().notice_similarity * static_cast<double>(words_x.size() + words_y.size());
}

NoticeChanges find_notice_changes(std::string_view a,
                                  std::string_view b,
                                  const diff::TextDiff& diff) {
  NoticeChanges result;
  const Places places = find_places(a, b, diff);
  if (places.a.empty() && places.b.empty()) {
    return result;
  }

  std::vector<Notice> old_notices;
  std::vector<Notice> new_notices;
  if (!places.a.empty()) {
    old_notices = find_notices(a, places.a);
  }
  if (!places.b.empty()) {
    new_notices = find_notices(b, places.b);
  }
  std::ranges::transform(old_notices, std::back_inserter(result.all_a), &Notice::where);
  std::ranges::transform(new_notices, std::back_inserter(result.all_b), &Notice::where);
  // The same words first, so that a notice is not taken for a like one.
  for (const bool exact : {true, false}) {
    if (!exact && std::max(old_notices.size(), new_notices.size()) > most_compared) {
      break;
    }
    for (auto now = new_notices.begin(); now != new_notices.end();) {
      const auto was = std::ranges::find_if(old_notices, [&](const Notice& old) {
        return exact ? old.text == now->text : is_same_notice(old, *now);
      });
      if (was == old_notices.end()) {
        ++now;
        continue;
      }
      if (!exact) {
        result.changes.push_back({.kind = now->kind, .a = was->where, .b = now->where});
      }
      old_notices.erase(was);
      now = new_notices.erase(now);
    }
  }
  for (const Notice& notice : old_notices) {
    result.changes.push_back({.kind = notice.kind, .a = notice.where, .b = {}});
  }
  for (const Notice& notice : new_notices) {
    result.changes.push_back({.kind = notice.kind, .a = {}, .b = notice.where});
  }
  return result;
}

}  // namespace arch::corrections
