#include "cmd/revision_record.hpp"

namespace arch::cmd {

JsonRecord revision_record(const history::History& history,
                           const history::Revision& revision,
                           const history::ChangeSummary& change) {
  const auto object_id = [&](store::ObjectNumber number) {
    return history.stored().object_id(number);
  };
  std::optional<ObjectId> reverted_to;
  if (revision.reverted_to) {
    reverted_to = history.id(history.revisions()[*revision.reverted_to]);
  }
  return JsonRecord{}
      .text("article", history.key())
      .id("id", history.id(revision))
      .number("number", revision.number)
      .time("changed_after", revision.changed_after)
      .time("first_seen", revision.first_seen)
      .time("last_seen", revision.last_seen)
      .number("captures", revision.captures)
      .number("checks", revision.checks)
      .number("words_added", change.words_added)
      .number("words_removed", change.words_removed)
      .number("blocks_added", change.blocks_added)
      .number("blocks_removed", change.blocks_removed)
      .number("blocks_changed", change.blocks_changed)
      .number("blocks_moved", change.blocks_moved)
      .boolean("headline_changed", change.headline_changed)
      .texts("fields_changed", change.fields_changed)
      .id("reverted_to", reverted_to)
      .boolean("technical", revision.technical)
      .id("document", object_id(revision.document))
      .id("page", revision.page ? std::optional{object_id(*revision.page)} : std::nullopt);
}

}  // namespace arch::cmd
