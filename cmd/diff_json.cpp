#include "cmd/diff_json.hpp"

#include "diff/spelling.hpp"
#include "diff/summary.hpp"

#include <cstdint>
#include <utility>

namespace arch::cmd {
namespace {

using diff::Kind;
using diff::Range;
using diff::slice;
using diff::Touch;

std::string_view kind_name(Kind kind) {
  switch (kind) {
    using enum Kind;
    case kept:
      return "kept";
    case inserted:
      return "inserted";
    case deleted:
      return "deleted";
    case replaced:
      return "replaced";
    case moved_from:
      return "moved_from";
    case moved_to:
      return "moved_to";
    case split:
      return "split";
    case joined:
      return "joined";
  }
  return {};
}

std::string_view touch_name(Touch touch) {
  switch (touch) {
    using enum Touch;
    case none:
      return "none";
    case spacing:
      return "spacing";
    case form:
      return "form";
    case words:
      return "words";
  }
  return {};
}

std::optional<std::pair<std::uint64_t, std::uint64_t>> present(Range range) {
  return range.empty()
             ? std::nullopt
             : std::optional{std::pair<std::uint64_t, std::uint64_t>{range.begin, range.end}};
}

std::optional<std::string_view> present(std::string_view text, Range range) {
  return range.empty() ? std::nullopt : std::optional{slice(text, range)};
}

/// The number of the other end of a move.
template <typename Node>
std::optional<std::uint64_t> partner_of(const Node& node) {
  const bool has_moved = node.kind == Kind::moved_from || node.kind == Kind::moved_to;
  return has_moved ? std::optional<std::uint64_t>{node.partner} : std::nullopt;
}

/// What every node of the tree has.
template <typename Node>
JsonRecord record_of(const Node& node) {
  return JsonRecord{}.text("kind", kind_name(node.kind)).text("touch", touch_name(node.touch));
}

JsonRecord run_record(const ComparedTexts& texts, const diff::Run& run) {
  return record_of(run)
      .extent("old", present(run.a))
      .extent("new", present(run.b))
      .text("old_text", present(texts.a, run.a))
      .text("new_text", present(texts.b, run.b));
}

JsonRecord sentence_record(const ComparedTexts& texts,
                           const diff::Sentence& sentence,
                           std::size_t number) {
  std::vector<JsonRecord> runs;
  for (const diff::Run& run : texts.diff.runs_of(sentence)) {
    runs.push_back(run_record(texts, run));
  }
  return record_of(sentence)
      .number("number", number)
      .extent("old", present(sentence.a))
      .extent("new", present(sentence.b))
      .number("partner", partner_of(sentence))
      .records("runs", runs);
}

JsonRecord block_record(const ComparedTexts& texts, const diff::Block& block) {
  std::vector<JsonRecord> sentences;
  std::size_t number = block.sentences.begin;
  for (const diff::Sentence& sentence : texts.diff.sentences_of(block)) {
    sentences.push_back(sentence_record(texts, sentence, number++));
  }
  return record_of(block)
      .text("field", block.is_field ? std::optional{field_of(texts, block)} : std::nullopt)
      .extent("old", present(block.a))
      .extent("new", present(block.b))
      .number("partner", partner_of(block))
      .records("sentences", sentences);
}

std::vector<JsonRecord> spelling_records(const ComparedTexts& texts) {
  std::vector<JsonRecord> records;
  for (const diff::Respelling& word : diff::find_respellings(texts.a, texts.b, texts.diff)) {
    records.push_back(JsonRecord{}
                          .extent("old", present(word.a))
                          .extent("new", present(word.b))
                          .text("old_text", slice(texts.a, word.a))
                          .text("new_text", slice(texts.b, word.b)));
  }
  return records;
}

JsonRecord side_record(const DiffSide& side) {
  const bool is_file = side.source == DiffSide::Source::file;
  return JsonRecord{}
      .text("article", nonempty(side.article))
      .text("name", is_file ? std::nullopt : nonempty(side.name))
      .id("id", side.id)
      .time("time", side.first_seen)
      .text("file", is_file ? nonempty(side.name) : std::nullopt);
}

}  // namespace

JsonRecord diff_record(const DiffSides& sides, const diff::TextDiff& changes, DiffRecordPart part) {
  const ComparedTexts texts{.a = sides.a.text, .b = sides.b.text, .diff = changes};
  const diff::Summary summary = diff::summarise(changes);
  JsonRecord record;
  record.record("old", side_record(sides.a))
      .record("new", side_record(sides.b))
      .texts("facts", facts_of(texts))
      .boolean("degraded", changes.degraded)
      .number("words_added", summary.words_added)
      .number("words_removed", summary.words_removed)
      .number("blocks_added", summary.blocks_added)
      .number("blocks_removed", summary.blocks_removed)
      .number("blocks_changed", summary.blocks_changed)
      .number("blocks_moved", summary.blocks_moved)
      .number("sentences_moved", summary.sentences_moved);
  record.records("spellings", spelling_records(texts));
  if (part == DiffRecordPart::counts) {
    return record.absent("blocks");
  }
  std::vector<JsonRecord> blocks;
  blocks.reserve(changes.blocks.size());
  for (const diff::Block& block : changes.blocks) {
    blocks.push_back(block_record(texts, block));
  }
  return record.records("blocks", blocks);
}

}  // namespace arch::cmd
