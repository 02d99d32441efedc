#include "report/said.hpp"

#include "base/search_terms.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace arch::report {
namespace {

/// Status and severity are figures and printed for all reviews; the rest only for public ones.
Decision decision_of(const history::Annotation& one) {
  Decision decision{.status = std::string{one.find("status").value_or("")},
                    .severity = std::string{one.find("severity").value_or("")},
                    .at = one.at,
                    .annotation = one.id};
  if (const auto shown = history::public_part(one)) {
    decision.error_type = shown->find("error-type").value_or("");
    decision.source = shown->find("source").value_or("");
    decision.role = shown->find("role").value_or("");
    decision.reason = shown->text;
  }
  return decision;
}

/// The words of a text, folded: equal for texts that a search takes for the same.
std::string words_of(std::string_view text) {
  const SearchTerms cut = cut_search_terms(text);
  std::string words;
  for (std::size_t i = 0; i < cut.size(); ++i) {
    words += cut.word(i);
    words += ' ';
  }
  return words;
}

/// Of several records of one correction, which have the same wrong words, the newest counts.
void erase_superseded(std::vector<history::Annotation>& all) {
  std::set<std::string> known;
  std::vector<history::Annotation> kept;
  for (auto one = all.rbegin(); one != all.rend(); ++one) {
    const auto wrong = one->find("wrong");
    if (one->kind != "correction" || !wrong || known.insert(words_of(*wrong)).second) {
      kept.push_back(std::move(*one));
    }
  }
  std::ranges::reverse(kept);
  all = std::move(kept);
}

}  // namespace

Said::Said(std::vector<history::Annotation> all, std::uint64_t arrival) : all_(std::move(all)) {
  std::erase_if(all_, [arrival](const history::Annotation& one) {
    return one.arrival > arrival || one.visibility() == history::Visibility::privileged;
  });
  erase_superseded(all_);
}

std::optional<Decision> Said::find_review(const ObjectId& candidate) const {
  const history::Annotation* newest = nullptr;
  const std::string id = candidate.hex();
  for (const history::Annotation& one : all_) {
    if (one.kind == history::review_kind && one.find("candidate") == id &&
        (newest == nullptr ||
         std::pair{one.at, one.arrival} > std::pair{newest->at, newest->arrival})) {
      newest = &one;
    }
  }
  return newest == nullptr ? std::nullopt : std::optional{decision_of(*newest)};
}

bool Said::has_reviews() const {
  return std::ranges::any_of(
      all_, [](const history::Annotation& one) { return one.kind == history::review_kind; });
}

std::vector<std::string> Said::replies_to(const std::vector<ObjectId>& captures) const {
  std::vector<std::string> replies;
  for (const history::Annotation& one : all_) {
    if (one.kind == "outlet-response" &&
        std::ranges::find(captures, one.capture) != captures.end() &&
        one.visibility() == history::Visibility::everyone && !one.text.empty()) {
      replies.push_back(one.text);
    }
  }
  return replies;
}

std::uint64_t Said::count(std::string_view kind, UtcTime from, UtcTime to) const {
  return static_cast<std::uint64_t>(std::ranges::count_if(
      all_, [&](const auto& one) { return one.kind == kind && one.at >= from && one.at < to; }));
}

std::uint64_t Said::count_prompted(UtcTime from, UtcTime to) const {
  return static_cast<std::uint64_t>(std::ranges::count_if(all_, [&](const auto& one) {
    const std::string_view source = one.find("source").value_or("unknown");
    return one.kind == "correction" && one.at >= from && one.at < to && source != "unknown" &&
           source != "staff" && source != "automated";
  }));
}

std::vector<std::string_view> Said::wrong_words() const {
  std::vector<std::string_view> words;
  for (const history::Annotation& one : all_) {
    if (const auto wrong = one.find("wrong"); one.kind == "correction" && wrong) {
      words.push_back(*wrong);
    }
  }
  return words;
}

}  // namespace arch::report
