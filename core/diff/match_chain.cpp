#include "diff/match_chain.hpp"

#include "diff/word_costs.hpp"

#include <algorithm>

namespace arch::diff {

void MatchChain::append(Range a, Range b, const NumberedWords& words, std::vector<Match>& matches) {
  nodes_.clear();
  lists_.set(words.b, words.count);
  last_.assign(b.size(), none);
  best_.reset(b.size());
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    // From the last to the first, so that no node sees another of its own row.
    for (std::uint32_t j = lists_.last(words.a[i]); j != WordLists::none; j = lists_.before(j)) {
      add({a.begin + i, b.begin + j}, j);
    }
  }
  const BestBefore::Best best = best_.find(b.size());
  if (best.worth == 0) {
    return;
  }
  const std::size_t first = matches.size();
  for (std::uint32_t node = best.item; node != none; node = nodes_[node].before) {
    matches.push_back(nodes_[node].match);
  }
  std::reverse(matches.begin() + static_cast<std::ptrdiff_t>(first), matches.end());
}

void MatchChain::add(Match match, std::uint32_t column) {
  Node node{.match = match};
  if (const BestBefore::Best best = best_.find(column); best.worth > 0) {
    node.worth = best.worth;
    node.before = best.item;
  }
  node.worth -= open_cost;
  const std::uint32_t beside = column == 0 ? none : last_[column - 1];
  if (beside != none && nodes_[beside].match.a + 1 == match.a &&
      nodes_[beside].worth >= node.worth) {
    node.worth = nodes_[beside].worth;
    node.before = beside;
  }
  const Word& x = a_.words[match.a];
  const Word& y = b_.words[match.b];
  const bool same_bytes = a_.bytes(match.a) == b_.bytes(match.b);
  node.worth += word_cost(x.kind) + word_cost(y.kind) - (same_bytes ? 0 : form_cost);
  const auto number = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back(node);
  last_[column] = number;
  if (node.worth > 0) {
    best_.note(column, {node.worth, number});
  }
}

}  // namespace arch::diff
