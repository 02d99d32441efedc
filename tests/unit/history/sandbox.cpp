#include "sandbox.hpp"

#include "base/bytes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace arch::test {
namespace {

std::string show(const std::optional<UtcTime>& time) {
  return time ? format_rfc3339(*time) : "-";
}

std::string show(const store::Listing& listing) {
  return fmt::format(
      "title {}, first {}, changed {}, seen {}, {} revisions, {} captures, {} checks\n",
      listing.title,
      show(listing.first_seen),
      show(listing.last_changed),
      show(listing.last_seen),
      listing.revisions,
      listing.captures,
      listing.checks);
}

std::string show(const history::History& history, const history::Revision& revision) {
  std::string text =
      fmt::format("{} {} {} seen {} to {} after {}, {} captures, {} checks, reverted to {}, {}\n",
                  revision.number,
                  history.id(revision).hex(),
                  revision.short_id(),
                  show(revision.first_seen),
                  show(revision.last_seen),
                  show(revision.changed_after),
                  revision.captures,
                  revision.checks,
                  revision.reverted_to ? fmt::format("{}", *revision.reverted_to) : "-",
                  revision.technical ? "technical" : "published");
  text += history.record(revision) + history.document(revision);
  if (revision.page) {
    const Bytes page = history.page(revision);
    text += as_text(page);
  }
  for (const std::uint32_t capture : history.captures_of(revision.number)) {
    text += history.stored().record_id(history.stored().records()[capture]).hex() + "\n";
  }
  return text;
}

}  // namespace

UtcTime at(std::string_view time) {
  const std::optional<UtcTime> parsed = parse_rfc3339(time);
  if (!parsed) {
    throw std::invalid_argument{fmt::format("no time: {}", time)};
  }
  return *parsed;
}

UtcTime today(std::string_view time) {
  return at(fmt::format("2026-11-20T{}:00Z", time));
}

std::string page_of(std::string_view headline, std::string_view paragraph) {
  return fmt::format("# {}\n\n{}\n", headline, paragraph);
}

Sandbox::Sandbox() : folder_(history::Archive::create(temp_.path())) {
  reopen();
}

void Sandbox::reopen() {
  archive_.reset();
  archive_.emplace(folder_, store::OpenOptions::Access::write);
}

history::Recorded Sandbox::look(std::string_view key, UtcTime observed, std::string_view page) {
  return look(key, {.observed = observed, .page = as_bytes(page)});
}

history::Recorded Sandbox::look(std::string_view key, const history::Look& look) {
  history::Recorder recorder{*archive_};
  const history::Recorded recorded = recorder.record(key, {&look, 1}).front();
  recorder.commit();
  return recorded;
}

void Sandbox::absence(std::string_view key, UtcTime observed, history::Absence what) {
  history::Recorder recorder{*archive_};
  recorder.record_absence(key, observed, what, {});
  recorder.commit();
}

history::History Sandbox::read(std::string_view key) const {
  return archive_->read(archive_->store().find_article(key).value());
}

store::Listing Sandbox::listing(std::string_view key) const {
  return archive_->store().row(archive_->store().find_article(key).value()).listing;
}

std::string show_all(const history::Archive& archive) {
  std::string text;
  for (const store::ArticleRow& row : archive.store().list({.order = store::ListOrder::key})) {
    const history::History history = archive.read(row.number);
    text += fmt::format("== {}\n{}", row.key, show(row.listing));
    for (const history::Revision& revision : history.revisions()) {
      text += show(history, revision);
    }
    for (const std::string& absence : absences_of(history)) {
      text += absence;
    }
  }
  std::vector<std::string> annotations;
  for (const store::Annotation& annotation : archive.store().annotations(std::nullopt)) {
    annotations.push_back(annotation.id.hex() + "\n" + annotation.text);
  }
  std::ranges::sort(annotations);
  for (const std::string& annotation : annotations) {
    text += annotation;
  }
  return text;
}

std::vector<std::string> absences_of(const history::History& history) {
  std::vector<std::string> absences;
  for (const store::RecordRow& row : history.stored().checks()) {
    std::string text = history.stored().record_text(row);
    if (text.find("\noutcome: unchanged\n") == std::string::npos) {
      absences.push_back(std::move(text));
    }
  }
  std::ranges::sort(absences);
  return absences;
}

}  // namespace arch::test
