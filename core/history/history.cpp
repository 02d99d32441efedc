#include "history/history.hpp"

#include "base/error.hpp"
#include "base/printable.hpp"
#include "base/sha256.hpp"
#include "history/stored_looks.hpp"
#include "history/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

namespace arch::history {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

}  // namespace

std::string Revision::short_id() const {
  return fmt::format("{:016x}", id_prefix).substr(0, 2 * store::id_prefix_bytes);
}

History::History(store::Article article) : article_(std::move(article)) {
  std::vector<Sighting> looks = read_looks(article_).sightings;
  const std::vector<Moment> moments = order_sightings(
      looks, [this](const Sighting& look) { return capture_id(article_, look.row); });
  std::vector<bool> is_technical;
  for (const store::Shape& shape : article_.shapes()) {
    is_technical.push_back(read_shape(shape).is_technical);
  }
  std::vector<std::uint32_t> earliest(article_.objects(), none);  // revision with each document
  revision_of_.assign(article_.records().size(), none);

  for (const Moment& moment : moments) {
    const Sighting& first = looks[moment.first];
    if (revisions_.empty() || revisions_.back().document != store::ObjectNumber{moment.document}) {
      Revision revision{.number = static_cast<std::uint32_t>(revisions_.size()),
                        .first_seen = moment.observed,
                        .document = store::ObjectNumber{moment.document}};
      revision.id_prefix =
          first.knows_id ? first.id_prefix : order_prefix(capture_id(article_, first.row));
      if (!revisions_.empty()) {
        revision.changed_after = revisions_.back().last_seen;
      }
      if (std::uint32_t& same = earliest.at(moment.document); same == none) {
        same = revision.number;
      } else {
        revision.reverted_to = same;
      }
      bool was_read_before = false;
      for (std::uint32_t i = moment.begin; i < moment.end; ++i) {
        const Sighting& look = looks[i];
        if (look.document == look.reading) {
          continue;
        }
        was_read_before = true;
        if (look.is_capture &&
            (!revision.first_reading ||
             look.id_prefix < article_.records()[*revision.first_reading].id_prefix)) {
          revision.first_reading = look.row;
        }
      }
      revision.technical = is_technical.at(row_of(article_, first.row).shape) && !was_read_before;
      if (moment.page != Sighting::no_page) {
        revision.page = store::ObjectNumber{moment.page};
      }
      revisions_.push_back(revision);
      captures_.emplace_back();
      first_looks_.push_back(first.row);
    }
    Revision& revision = revisions_.back();
    revision.last_seen = moment.observed;
    ++(moment.begins_state ? revision.captures : revision.checks);
    if (moment.begins_state && first.is_capture) {
      captures_.back().push_back(first.row);
    }
    for (std::uint32_t i = moment.begin; i < moment.end; ++i) {
      if (looks[i].is_capture) {
        revision_of_[looks[i].row] = revision.number;
      }
    }
  }
}

std::optional<std::uint32_t> History::find_at(UtcTime at) const {
  const auto later = std::ranges::upper_bound(revisions_, at, {}, &Revision::first_seen);
  if (later == revisions_.begin()) {
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(later - revisions_.begin() - 1);
}

const std::vector<std::uint32_t>& History::captures_of(std::uint32_t revision) const& {
  return captures_.at(revision);
}

std::optional<std::uint32_t> History::find_revision_of(std::uint32_t record) const {
  if (record >= revision_of_.size() || revision_of_[record] == none) {
    return std::nullopt;
  }
  return revision_of_[record];
}

std::optional<std::uint32_t> History::find_revision_with(store::ObjectNumber object) const {
  const auto found = std::ranges::find(revisions_, object, &Revision::document);
  if (found != revisions_.end()) {
    return found->number;
  }
  // A page, or an older reading of one.
  std::optional<std::uint32_t> earliest;
  for (std::uint32_t record = 0; record < revision_of_.size(); ++record) {
    if (revision_of_[record] == none || (earliest && *earliest <= revision_of_[record])) {
      continue;
    }
    const store::RecordRow& row = article_.records()[record];
    const LookShape shape = read_shape(article_.shapes().at(row.shape));
    const auto values = article_.values(row);
    if ((shape.page && values[*shape.page] == store::Value{object}) ||
        values[shape.document] == store::Value{object}) {
      earliest = revision_of_[record];
    }
  }
  return earliest;
}

std::string History::document(const Revision& revision) const {
  // What the record says of its objects is checked by hashing them.
  (void)record(revision);
  const Bytes text = article_.object(revision.document);
  return std::string{as_text(text)};
}

Bytes History::page(const Revision& revision) const {
  if (!revision.page) {
    throw Error{ErrorKind::not_found,
                fmt::format("reading the page of revision {} of {}: it was not kept",
                            revision.short_id(),
                            one_line(key())),
                "its document is there: leave --page out"};
  }
  (void)record(revision);
  return article_.object(*revision.page);
}

std::string History::record(const Revision& revision) const {
  return capture_text(article_, first_looks_.at(revision.number));
}

ObjectId History::id(const Revision& revision) const {
  return sha256(as_bytes(record(revision)));
}

}  // namespace arch::history
