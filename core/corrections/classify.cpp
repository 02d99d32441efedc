#include "corrections/classify.hpp"

#include "article/language.hpp"
#include "base/sha256.hpp"
#include "corrections/embedded.hpp"
#include "corrections/judge_statement.hpp"
#include "corrections/notice_changes.hpp"
#include "corrections/plain_words.hpp"
#include "corrections/quotation.hpp"
#include "corrections/rules.hpp"
#include "corrections/statement.hpp"
#include "corrections/whole_passage.hpp"
#include "diff/blocks.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace arch::corrections {
namespace {

using diff::Kind;
using diff::Range;
using diff::slice;
using diff::Touch;

/// Goes up whenever the code would judge otherwise.
constexpr std::string_view code_version = "classify 6";

std::string_view trim(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \n\r\t"), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(" \n\r\t") + 1);
}

Range trimmed(std::string_view text, Range range) {
  const std::string_view inner = trim(slice(text, range));
  if (inner.empty()) {
    return range;
  }
  const auto begin = static_cast<std::uint32_t>(inner.data() - text.data());
  return {begin, begin + static_cast<std::uint32_t>(inner.size())};
}

/// The language that a document says it is in, or that it reads like.
std::string_view language_of(std::string_view document) {
  constexpr std::string_view field = "\nlanguage: ";
  const std::size_t fields_end = document.starts_with('\n') ? 0 : document.find("\n\n");
  const std::string_view header = document.substr(0, fields_end);
  std::size_t at = std::string_view::npos;
  if (header.starts_with(field.substr(1))) {
    at = field.size() - 1;
  } else if (const std::size_t found = header.find(field); found != std::string_view::npos) {
    at = found + field.size();
  }
  if (at != std::string_view::npos) {
    return article::primary_language(header.substr(at, header.find('\n', at) - at));
  }
  const bool has_body = fields_end != std::string_view::npos;
  return article::guess_language(has_body ? document.substr(fields_end) : document)
      .value_or(std::string_view{});
}

/// Whether a passage is a link, an image or a tag and nothing else: `[Contact us](https://…)`.
bool is_only_markup(std::string_view text) {
  text = trim(text);
  if (text.starts_with("- ") || text.starts_with("* ")) {
    text = trim(text.substr(2));
  }
  const bool is_link = (text.starts_with('[') || text.starts_with("![")) && text.ends_with(')') &&
                       text.find("](") == text.rfind("](");
  const bool is_tag = (text.starts_with("{%") && text.ends_with("%}")) ||
                      (text.starts_with("{{") && text.ends_with("}}"));
  return is_link || is_tag;
}

/// Whether a text has one of these words.
bool touches_word(std::string_view text, std::span<const std::string> words) {
  if (words.empty() || text.empty()) {
    return false;
  }
  const std::string plain = to_plain(text);
  return std::ranges::any_of(words, [&](const std::string& word) {
    return !word.empty() && plain.find(to_plain(word)) != std::string::npos;
  });
}

class Classifier {
public:
  Classifier(std::string_view a,
             std::string_view b,
             const diff::TextDiff& diff,
             const ClassifyOptions& options)
      : a_(a),
        b_(b),
        diff_(diff),
        options_(options),
        lexicon_(lexicon_for(options.language.empty() ? language_of(b) : options.language)),
        notices_(find_notice_changes(a, b, diff)),
        words_of_a_(a),
        words_of_b_(b) {}

  Classification classify() {
    measure();
    add_rewrite();
    for (std::size_t i = 0; i < diff_.blocks.size(); ++i) {
      add_block(i);
    }
    add_notices();
    Classification result{.segments = std::move(segments_), .verdict = {}};
    result.verdict = summarise(result.segments);
    result.verdict.degraded = diff_.degraded;
    return result;
  }

private:
  /// Sums up how much of the body is left, and whether anything was added to it.
  void measure() {
    for (const diff::Block& block : diff_.blocks) {
      if (block.is_field) {
        continue;
      }
      body_a_ += block.kind == Kind::moved_from ? 0 : block.a.size();
      body_b_ += block.b.size();
      if (block.touch < Touch::words && block.kind != Kind::deleted &&
          block.kind != Kind::inserted) {
        kept_ += block.kind == Kind::moved_from ? 0 : block.a.size();
        continue;
      }
      if (block.kind == Kind::inserted) {
        inserted_ += block.b.size();
      }
      for (const diff::Sentence& sentence : diff_.sentences_of(block)) {
        const bool stays = sentence.kind != Kind::inserted && sentence.kind != Kind::deleted &&
                           sentence.kind != Kind::moved_from;
        kept_ += stays ? sentence.a.size() : 0;
        inserted_ +=
            sentence.kind == Kind::inserted && block.kind != Kind::inserted ? sentence.b.size() : 0;
      }
    }
    is_rewrite_ = body_a_ >= rules().rewrite_bytes &&
                  static_cast<double>(kept_) < rules().rewrite_share * static_cast<double>(body_a_);
    is_gone_ = body_a_ >= rules().rewrite_bytes &&
               static_cast<double>(body_b_) < rules().gone_share * static_cast<double>(body_a_);
  }

  void add_rewrite() {
    if (!is_rewrite_) {
      return;
    }
    Segment& segment = add(ChangeClass::rewrite, {0, size_of(a_)}, {0, size_of(b_)});
    if (is_gone_) {
      fire(segment, Signal::body_gone, Strength::strong, {}, {});
    } else {
      segment.likeness = Likeness::update;
    }
  }

  static std::uint32_t size_of(std::string_view text) {
    return static_cast<std::uint32_t>(std::min<std::size_t>(text.size(), diff::max_text_size));
  }

  Segment& add(ChangeClass change, Range a, Range b) {
    return segments_.emplace_back(
        Segment{.change = change, .a = trimmed(a_, a), .b = trimmed(b_, b)});
  }

  void add_block(std::size_t index) {
    const diff::Block& block = diff_.blocks[index];
    if (block.is_field) {
      if (block.kind != Kind::kept || block.touch != Touch::none) {
        add_field(block);
      }
      return;
    }
    const bool is_change = block.kind != Kind::kept || block.touch != Touch::none;
    is_lead_ = is_change && !seen_paragraph_;
    seen_paragraph_ = seen_paragraph_ || !is_image(block);
    if (!is_change || block.kind == Kind::moved_from) {
      return;
    }
    if (is_image(block)) {
      add_image(block);
      return;
    }
    if (block.touch == Touch::none) {  // moved as it was
      add(ChangeClass::moved, block.a, block.b);
      return;
    }
    const std::size_t before = segments_.size();
    add_sentences(block);
    const bool is_same = trim(slice(a_, block.a)) == trim(slice(b_, block.b));
    if (segments_.size() == before && !covered(block) &&
        (!is_same || block.kind == Kind::moved_to)) {
      // Split, joined, or other spacing.
      add(block.kind == Kind::moved_to ? ChangeClass::moved : ChangeClass::punctuation,
          block.a,
          block.b);
    }
  }

  /// Whether what changed in a block is a notice, which has a segment of its own.
  [[nodiscard]] bool covered(const diff::Block& block) const {
    return notices_.covers_a(block.a) || notices_.covers_b(block.b);
  }

  [[nodiscard]] bool is_image(const diff::Block& block) const {
    const auto begins = [](std::string_view text) { return trim(text).starts_with("!["); };
    return block.b.empty() ? begins(slice(a_, block.a)) : begins(slice(b_, block.b));
  }

  void add_image(const diff::Block& block) {
    const std::string_view old_text = trim(slice(a_, block.a));
    const std::string_view new_text = trim(slice(b_, block.b));
    if (block.kind == Kind::moved_to && block.touch == Touch::none) {
      add(ChangeClass::moved, block.a, block.b);
      return;
    }
    const auto first_line = [](std::string_view text) { return text.substr(0, text.find('\n')); };
    const bool same_image = !old_text.empty() && !new_text.empty() &&
                            (first_line(old_text) == first_line(new_text) ||
                             old_text.substr(first_line(old_text).size()) ==
                                 new_text.substr(first_line(new_text).size()));
    if (!same_image) {
      Segment& segment = add(ChangeClass::image, block.a, block.b);
      fire(segment, Signal::image_changed, Strength::medium, segment.a, segment.b);
      return;
    }
    // What is said of the image is a statement like others, under the caption's name.
    const std::size_t before = segments_.size();
    add_sentences(block);
    for (std::size_t i = before; i < segments_.size(); ++i) {
      if (segments_[i].change > ChangeClass::metadata) {
        continue;  // style, spelling, punctuation say enough
      }
      segments_[i].change = ChangeClass::caption;
    }
  }

  void add_field(const diff::Block& block) {
    if (block.kind == Kind::moved_from) {
      return;
    }
    const std::string_view line = trim(block.b.empty() ? slice(a_, block.a) : slice(b_, block.b));
    const std::string_view name = diff::field_name(line);
    if (name == "correction") {
      return;  // a notice
    }
    if (name == "headline" || name == "standfirst") {
      add_title(block, name == "headline" ? ChangeClass::headline : ChangeClass::standfirst);
      return;
    }
    const ChangeClass change = name == "byline"      ? ChangeClass::byline
                               : name == "section"   ? ChangeClass::section
                               : name == "canonical" ? ChangeClass::url
                                                     : ChangeClass::metadata;
    if (block.touch < Touch::words && !block.a.empty() && !block.b.empty() &&
        change == ChangeClass::byline) {
      add(ChangeClass::punctuation, block.a, block.b);
      return;
    }
    Segment& segment = add(change, block.a, block.b);
    if (change == ChangeClass::byline) {
      fire(segment, Signal::byline_changed, Strength::medium, segment.a, segment.b);
    } else if (change == ChangeClass::url) {
      fire(segment, Signal::url_changed, Strength::medium, segment.a, segment.b);
    }
  }

  /// A headline: all of it is one passage, with the signals of its words.
  void add_title(const diff::Block& block, ChangeClass change) {
    const std::size_t before = segments_.size();
    if (block.kind != Kind::inserted && block.kind != Kind::deleted) {
      add_sentences(block);
    }
    Segment title{.change = change, .a = trimmed(a_, block.a), .b = trimmed(b_, block.b)};
    bool is_form = segments_.size() > before;
    for (std::size_t i = before; i < segments_.size(); ++i) {
      is_form = is_form && (segments_[i].change == ChangeClass::punctuation ||
                            segments_[i].change == ChangeClass::spelling);
      title.local = title.local || segments_[i].local;
      title.likeness = std::max(title.likeness, segments_[i].likeness);
      title.words_a = title.words_a.empty() ? segments_[i].words_a : title.words_a;
      title.words_b = title.words_b.empty() ? segments_[i].words_b : title.words_b;
      title.signals.insert(
          title.signals.end(), segments_[i].signals.begin(), segments_[i].signals.end());
    }
    if (is_form) {
      return;  // the segments of its words say all
    }
    segments_.resize(before);
    std::erase_if(title.signals, [](const FiredSignal& fired) {
      return fired.signal == Signal::passage_cut || fired.signal == Signal::only_additions;
    });
    if (change == ChangeClass::headline && !block.a.empty()) {
      fire(title, Signal::headline_changed, Strength::medium, title.a, title.b);
    }
    segments_.push_back(std::move(title));
  }

  void add_sentences(const diff::Block& block) {
    quotations_known_ = false;
    for (const diff::Sentence& sentence : diff_.sentences_of(block)) {
      switch (sentence.kind) {
        case Kind::kept:
          if (sentence.touch < Touch::form) {
            continue;
          }
          break;
        case Kind::moved_from:
          continue;
        case Kind::moved_to:
          if (sentence.touch < Touch::form) {
            add(ChangeClass::moved, sentence.a, sentence.b);
            continue;
          }
          break;
        case Kind::split:
        case Kind::joined:
          if (sentence.touch < Touch::form) {
            add(ChangeClass::punctuation, sentence.a, sentence.b);
            continue;
          }
          break;
        case Kind::inserted:
          add_new(sentence);
          continue;
        case Kind::deleted:
          add_cut(block, sentence);
          continue;
        case Kind::replaced:
          break;
      }
      add_changed(block, sentence);
    }
    if (diff_.sentences_of(block).empty()) {
      if (block.kind == Kind::inserted) {
        add_new({.kind = Kind::inserted, .touch = Touch::words, .b = block.b});
      } else if (block.kind == Kind::deleted) {
        add_cut(block, {.kind = Kind::deleted, .touch = Touch::words, .a = block.a});
      }
    }
  }

  void add_new(const diff::Sentence& sentence) {
    if (notices_.covers_b(sentence.b)) {
      return;
    }
    const PassageContent content = read_passage(b_, sentence.b, lexicon_);
    Segment& segment =
        add(content.quotation.empty() ? ChangeClass::passage_added : ChangeClass::quote_added,
            {},
            sentence.b);
    segment.a = {sentence.a.begin, sentence.a.begin};
    segment.words_b = segment.b;
    segment.likeness = Likeness::update;
    fire(segment, Signal::only_additions, Strength::weak, {}, segment.b);
    if (!is_only_markup(slice(b_, sentence.b))) {
      fire_content(
          segment, content, b_, {.is_added = true, .is_replaced = is_rewrite_}, words_of_a_);
    }
    watch(segment);
  }

  void add_cut(const diff::Block& block, const diff::Sentence& sentence) {
    if (notices_.covers_a(sentence.a)) {
      return;
    }
    const PassageContent content = read_passage(a_, sentence.a, lexicon_);
    Segment& segment =
        add(content.quotation.empty() ? ChangeClass::passage_removed : ChangeClass::quote_removed,
            sentence.a,
            {});
    segment.b = {sentence.b.begin, sentence.b.begin};
    segment.words_a = segment.a;
    // What grew by as much may say the same in other words.
    std::uint32_t grown = 0;
    for (const diff::Sentence& other : diff_.sentences_of(block)) {
      grown += other.kind == Kind::inserted ? other.b.size() : 0;
    }
    if (block.kind == Kind::deleted) {
      grown = static_cast<std::uint32_t>(
          std::min<std::uint64_t>(inserted_, std::numeric_limits<std::uint32_t>::max()));
    }
    const bool replaced = grown >= sentence.a.size();
    const bool only_markup = is_only_markup(slice(a_, sentence.a));
    const bool says_nothing = replaced || only_markup;
    const Range telling = content.quotation.empty() ? content.name : content.quotation;
    const Strength strength = says_nothing      ? Strength::weak
                              : telling.empty() ? Strength::medium
                                                : Strength::strong;
    fire(segment, Signal::passage_cut, strength, telling.empty() ? segment.a : telling, {});
    if (!only_markup) {
      fire_content(segment, content, a_, {.is_added = false, .is_replaced = replaced}, words_of_b_);
    }
    watch(segment);
  }

  void find_block_quotations(const diff::Block& block) {
    if (!quotations_known_) {
      quotations_a_ = find_quotations(a_, block.a);
      quotations_b_ = find_quotations(b_, block.b);
      quotations_known_ = true;
    }
  }

  void add_changed(const diff::Block& block, const diff::Sentence& sentence) {
    if (notices_.covers_a(sentence.a) || notices_.covers_b(sentence.b)) {
      return;
    }
    if (std::max(sentence.a.size(), sentence.b.size()) > longest_sentence) {
      add(ChangeClass::content, sentence.a, sentence.b);
      return;
    }
    find_block_quotations(block);
    const bool is_inside = sentence.a.begin >= block.a.begin && sentence.a.end <= block.a.end;
    const Statement statement =
        make_statement(a_,
                       b_,
                       sentence,
                       diff_.runs_of(sentence),
                       is_inside ? quotations_a_ : find_quotations(a_, sentence.a),
                       quotations_b_,
                       lexicon_);
    Segment segment = judge_statement(statement, {.text_a = a_, .text_b = b_});
    segment.a = trimmed(a_, sentence.a);
    segment.b = trimmed(b_, sentence.b);
    if (is_lead_ && class_rank(segment.change) > class_rank(ChangeClass::content)) {
      fire(segment, Signal::lead_changed, Strength::medium, segment.words_a, segment.words_b);
    }
    watch(segment);
    segments_.push_back(std::move(segment));
  }

  void watch(Segment& segment) const {
    if (touches_word(slice(a_, segment.a), options_.watch_words) ||
        touches_word(slice(b_, segment.b), options_.watch_words)) {
      fire(segment, Signal::watch_word, Strength::strong, segment.a, segment.b);
    }
  }

  void add_notices() {
    for (const NoticeChange& change : notices_.changes) {
      if (!is_statement(change.kind)) {
        add(ChangeClass::metadata, change.a, change.b);
        continue;
      }
      const ChangeClass which = change.a.empty()   ? ChangeClass::notice_added
                                : change.b.empty() ? ChangeClass::notice_removed
                                                   : ChangeClass::notice_changed;
      Segment& segment = add(which, change.a, change.b);
      segment.words_a = segment.a;
      segment.words_b = segment.b;
      if (which == ChangeClass::notice_removed) {
        fire(segment,
             Signal::notice_gone,
             is_rewrite_ ? Strength::medium : Strength::strong,
             segment.a,
             {});
      }
    }
  }

  static Verdict summarise(const std::vector<Segment>& segments) {
    Verdict verdict;
    std::uint32_t sum = 0;
    bool all_updates = true;
    std::uint32_t heaviest_new = 0;
    for (const Segment& segment : segments) {
      verdict.classes.insert(segment.change);
      const bool is_new = segment.change == ChangeClass::passage_added ||
                          segment.change == ChangeClass::quote_added;
      if (is_new) {
        heaviest_new = std::max(heaviest_new, weight(segment));
      } else {
        sum += weight(segment);
      }
      if (is_substantive(segment)) {
        verdict.substantive.insert(segment.change);
        all_updates = all_updates && segment.likeness == Likeness::update;
      }
    }
    constexpr std::uint32_t most = std::numeric_limits<std::uint16_t>::max();
    verdict.update_like = !verdict.substantive.empty() && all_updates;
    verdict.weight = static_cast<std::uint16_t>(std::min(sum + heaviest_new, most));
    verdict.passages = static_cast<std::uint16_t>(std::min<std::size_t>(segments.size(), most));
    return verdict;
  }

  std::string_view a_;
  std::string_view b_;
  const diff::TextDiff& diff_;
  const ClassifyOptions& options_;
  const Lexicon& lexicon_;
  NoticeChanges notices_;
  WordsOfText words_of_a_;
  WordsOfText words_of_b_;
  std::vector<Segment> segments_;
  std::uint64_t body_a_ = 0;
  std::uint64_t body_b_ = 0;
  std::uint64_t kept_ = 0;
  std::uint64_t inserted_ = 0;
  bool is_rewrite_ = false;
  bool is_gone_ = false;
  bool seen_paragraph_ = false;
  bool is_lead_ = false;
  bool quotations_known_ = false;
  std::vector<Range> quotations_a_;
  std::vector<Range> quotations_b_;
};

}  // namespace

Classification classify(std::string_view a,
                        std::string_view b,
                        const diff::TextDiff& diff,
                        const ClassifyOptions& options) {
  return Classifier{a, b, diff, options}.classify();
}

Classification classify(std::string_view a, std::string_view b, const ClassifyOptions& options) {
  if (a == b) {
    return {};
  }
  return classify(a, b, diff::compare(a, b), options);
}

const ObjectId& rules_digest() {
  static const ObjectId digest = [] {
    Sha256 sum;
    for (const std::string_view part :
         {code_version, embedded::rules, embedded::words, embedded::notices}) {
      sum.update(as_bytes(part));
    }
    return sum.finish();
  }();
  return digest;
}

}  // namespace arch::corrections
