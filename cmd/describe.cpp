#include "cmd/describe.hpp"

#include "base/printable.hpp"

#include <fmt/format.h>

#include <array>

namespace arch::cmd {
namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    text += text.empty() ? part : ", " + part;
  }
  return text;
}

/// `12 words added, 3 removed`: the noun stands with the first of them only.
void add_counts(std::vector<std::string>& parts,
                std::string_view noun,
                std::initializer_list<std::pair<std::uint32_t, std::string_view>> counts) {
  bool named = false;
  for (const auto& [number, verb] : counts) {
    if (number > 0) {
      parts.push_back(named ? fmt::format("{} {}", grouped(number), verb)
                            : fmt::format("{} {}", counted(number, noun), verb));
      named = true;
    }
  }
}

void add_change(std::vector<std::string>& parts, const history::ChangeSummary& change) {
  if (change.headline_changed) {
    parts.emplace_back("headline changed");
  }
  for (const std::string& field : change.fields_changed) {
    parts.push_back(fmt::format("{} changed", one_line(field)));
  }
  add_counts(parts, "word", {{change.words_added, "added"}, {change.words_removed, "removed"}});
  add_counts(parts, "block", {{change.blocks_moved, "moved"}});
}

/// The parts, or what there is to say when there are none.
std::string joined_or_form(const std::vector<std::string>& parts,
                           const history::ChangeSummary& change) {
  if (!parts.empty()) {
    return joined(parts);
  }
  const bool touched = change.blocks_added + change.blocks_removed + change.blocks_changed > 0;
  return touched ? "punctuation or form only" : "spacing only";
}

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string digits = fmt::format("{}", number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) {
    digits.insert(at - 3, ",");
  }
  return digits;
}

std::string counted(std::uint64_t number, std::string_view singular) {
  return fmt::format("{} {}{}", grouped(number), singular, number == 1 ? "" : "s");
}

std::string describe_duration(std::int64_t seconds) {
  if (seconds < 0) {
    return "-" + describe_duration(-seconds);
  }
  constexpr std::int64_t minute = 60;
  constexpr std::int64_t hour = 60 * minute;
  constexpr std::int64_t day = 24 * hour;
  if (seconds < minute) {
    return fmt::format("{} s", seconds);
  }
  if (seconds < hour) {
    return fmt::format("{} min", seconds / minute);
  }
  if (seconds < day) {
    const std::int64_t minutes = seconds % hour / minute;
    return fmt::format("{} h", seconds / hour) +
           (minutes > 0 ? fmt::format(" {:02} min", minutes) : "");
  }
  const std::int64_t hours = seconds % day / hour;
  return fmt::format("{} d", seconds / day) + (hours > 0 ? fmt::format(" {} h", hours) : "");
}

std::string byte_size(std::uint64_t bytes) {
  if (bytes < 1000) {
    return fmt::format("{} B", bytes);
  }
  constexpr std::array units{"kB", "MB", "GB", "TB", "PB", "EB"};
  double value = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  while (value >= 999.95 && unit + 1 < units.size()) {
    value /= 1000;
    ++unit;
  }
  return fmt::format("{:.1f} {}", value, units[unit]);
}

std::string describe_change(const history::ChangeSummary& change) {
  std::vector<std::string> parts;
  add_change(parts, change);
  return joined_or_form(parts, change);
}

std::string describe_change(const history::History& history,
                            const history::Revision& revision,
                            const history::ChangeSummary& change) {
  std::vector<std::string> parts;
  if (revision.technical) {
    parts.emplace_back("technical");
  }
  if (revision.number == 0) {
    parts.push_back(counted(change.words_added, "word"));
    return joined(parts);
  }
  if (revision.reverted_to) {
    parts.push_back(
        fmt::format("reverted to {}", history.revisions()[*revision.reverted_to].short_id()));
  }
  add_change(parts, change);
  return joined_or_form(parts, change);
}

std::string describe_words(const diff::Summary& summary) {
  std::vector<std::string> parts;
  add_counts(parts, "word", {{summary.words_added, "added"}, {summary.words_removed, "removed"}});
  add_counts(parts,
             "block",
             {{summary.blocks_added, "added"},
              {summary.blocks_removed, "removed"},
              {summary.blocks_changed, "changed"},
              {summary.blocks_moved, "moved"}});
  add_counts(parts, "sentence", {{summary.sentences_moved, "moved"}});
  return parts.empty() ? "spacing only" : joined(parts);
}

std::vector<std::string> describe_facts(const diff::Facts& facts) {
  std::vector<std::string> parts;
  const auto add_fields = [&](const std::vector<std::string>& names, std::string_view verb) {
    for (const std::string& name : names) {
      parts.push_back(fmt::format("{} {}", one_line(name), verb));
    }
  };
  const auto add = [&](std::uint32_t number, std::string_view noun, std::string_view verb) {
    if (number > 0) {
      parts.push_back(fmt::format("{} {}", counted(number, noun), verb));
    }
  };
  add_fields(facts.fields_changed, "changed");
  add_fields(facts.fields_added, "added");
  add_fields(facts.fields_removed, "removed");
  add_fields(facts.fields_moved, "moved");
  add(facts.paragraphs_added, "paragraph", "added");
  add(facts.paragraphs_removed, "paragraph", "removed");
  add(facts.sentences_changed, "sentence", "changed");
  add(facts.sentences_added, "sentence", "added");
  add(facts.sentences_removed, "sentence", "removed");
  add(facts.paragraphs_moved_up, "paragraph", "moved up");
  add(facts.paragraphs_moved_down, "paragraph", "moved down");
  add(facts.sentences_moved, "sentence", "moved");
  add(facts.paragraphs_split, "paragraph", "split");
  if (facts.paragraphs_joined > 0) {
    parts.push_back(counted(facts.paragraphs_joined, "paragraph") + " joined from several");
  }
  if (facts.sentences_restyled > 0) {
    parts.push_back("punctuation or case of " + counted(facts.sentences_restyled, "sentence"));
  }
  if (facts.numbers_changed > 0) {
    parts.push_back(counted(facts.numbers_changed, "number"));
  }
  if (facts.words_respelled > 0) {
    parts.push_back(counted(facts.words_respelled, "spelling"));
  }
  return parts;
}

std::string describe_interval(const history::Revision& revision, const Zone& zone) {
  if (!revision.changed_after) {
    return fmt::format("first seen {}", format_local(revision.first_seen, zone));
  }
  return fmt::format("changed between {} and {}",
                     format_local(*revision.changed_after, zone),
                     format_local(revision.first_seen, zone));
}

std::string revision_name(const history::History& history, std::uint32_t revision) {
  const std::size_t back = history.revisions().size() - 1 - revision;
  std::string key = one_line(history.key());
  return back == 0 ? key : fmt::format("{}~{}", key, back);
}

}  // namespace arch::cmd
