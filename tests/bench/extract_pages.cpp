#include "bench/extract_pages.hpp"

#include "article/metadata.hpp"
#include "base/file.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <unordered_map>

namespace arch::bench {

namespace {

constexpr std::size_t run_length = 4;

std::uint64_t hash_run(const std::uint64_t* words, std::size_t count) {
  std::uint64_t hash = count;
  for (std::size_t i = 0; i < count; ++i) {
    hash = (hash ^ words[i]) * 0x9E37'79B9'7F4A'7C15;
    hash ^= hash >> 29U;
  }
  return hash;
}

using Runs = std::unordered_map<std::uint64_t, int>;

Runs runs_of(const std::vector<std::uint64_t>& words, std::size_t length = run_length) {
  Runs runs;
  if (words.empty()) {
    return runs;
  }
  const std::size_t size = std::min(length, words.size());
  for (std::size_t i = 0; i + size <= words.size(); ++i) {
    ++runs[hash_run(words.data() + i, size)];
  }
  return runs;
}

bool is_word_character(char32_t c) {
  if (c < 0x80) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
  }
  return c >= 0xC0
             ? c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x206F) &&
                   !(c >= 0x20A0 && c <= 0x20CF) && !(c >= 0x2190 && c <= 0x245F) &&
                   !(c >= 0x2500 && c <= 0x2BFF) && !(c >= 0x3000 && c <= 0x3004) &&
                   !(c >= 0x3008 && c <= 0x3020) && !(c >= 0xFF00 && c <= 0xFF0F) &&
                   !(c >= 0xFF1A && c <= 0xFF20) && !(c >= 0xFE00 && c <= 0xFE0F) && !(c >= 0x1F000)
             : c == 0xAA || c == 0xB5 || c == 0xBA || c == 0xB2 || c == 0xB3 || c == 0xB9 ||
                   (c >= 0xBC && c <= 0xBE);
}

/// Whether the words before `at` and the block's, or the block's and those after, are in the truth.
bool continues(const std::vector<std::uint64_t>& words,
               const std::vector<std::uint64_t>& before,
               const std::vector<std::uint64_t>& after,
               const std::vector<Runs>& truth) {
  constexpr std::size_t context = 3;
  std::vector<std::uint64_t> joined(
      before.end() - std::min<std::ptrdiff_t>(context, std::ssize(before)), before.end());
  const std::size_t from_before = joined.size();
  joined.insert(joined.end(), words.begin(), words.end());
  const bool with_before = from_before > 0 && joined.size() < truth.size() &&
                           truth[joined.size()].contains(hash_run(joined.data(), joined.size()));
  joined = words;
  joined.insert(joined.end(),
                after.begin(),
                after.begin() + std::min<std::ptrdiff_t>(context, std::ssize(after)));
  const bool with_after = joined.size() > words.size() && joined.size() < truth.size() &&
                          truth[joined.size()].contains(hash_run(joined.data(), joined.size()));
  return with_before || with_after;
}

}  // namespace

std::vector<std::uint64_t> words_of(std::string_view text) {
  std::vector<std::uint64_t> words;
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = decode_code_point(text, i);
    if (is_word_character(point.value)) {
      hash = (hash + point.value + 1) * 0x100'0000'01B3 ^ (hash >> 31U);
    } else if (hash != 0) {
      words.push_back(hash);
      hash = 0;
    }
    i += point.size;
  }
  if (hash != 0) {
    words.push_back(hash);
  }
  return words;
}

Overlap overlap(std::string_view truth, std::string_view text) {
  const Runs wanted = runs_of(words_of(truth));
  const Runs found = runs_of(words_of(text));
  Overlap result;
  for (const auto& [run, count] : wanted) {
    result.wanted += count;
  }
  for (const auto& [run, count] : found) {
    result.found += count;
    const auto same = wanted.find(run);
    result.shared += same == wanted.end() ? 0 : std::min(count, same->second);
  }
  return result;
}

std::vector<float> label_blocks(const MarkedPage& page) {
  const std::vector<std::uint64_t> truth = words_of(page.truth);
  std::vector<Runs> runs(2 * run_length);
  for (std::size_t length = 1; length < runs.size(); ++length) {
    runs[length] = length <= truth.size() ? runs_of(truth, length) : Runs{};
  }
  std::vector<std::vector<std::uint64_t>> words;
  std::vector<float> labels;
  for (const article::PageBlock& block : page.blocks) {
    words.push_back(block.kind == article::PageBlockKind::image ? std::vector<std::uint64_t>{}
                                                                : words_of(block.text));
    float label = 0;
    if (words.back().size() >= run_length) {
      const Runs own = runs_of(words.back());
      float shared = 0;
      float all = 0;
      for (const auto& [run, count] : own) {
        all += static_cast<float>(count);
        shared += runs[run_length].contains(run) ? static_cast<float>(count) : 0;
      }
      label = shared / all;
    }
    labels.push_back(label);
  }
  const std::vector<std::uint64_t> nothing;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].empty() || words[i].size() >= run_length) {
      continue;
    }
    std::size_t before = i;
    while (before > 0 && words[before - 1].empty()) {
      --before;
    }
    std::size_t after = i + 1;
    while (after < words.size() && words[after].empty()) {
      ++after;
    }
    labels[i] = continues(words[i],
                          before > 0 ? words[before - 1] : nothing,
                          after < words.size() ? words[after] : nothing,
                          runs)
                    ? 1.F
                    : 0.F;
  }
  return labels;
}

std::vector<MarkedPage> read_marked_pages(const std::string& folder) {
  constexpr std::size_t largest = std::size_t{64} << 20;
  const nlohmann::json truth =
      nlohmann::json::parse(as_text(read_file(folder + "/truth.json", largest)));
  std::vector<MarkedPage> pages;
  pages.reserve(truth.size());  // features refer to the tree and the blocks of their page
  for (const auto& [id, entry] : truth.items()) {
    MarkedPage& page = pages.emplace_back();
    page = {.id = id,
            .set = entry.value("set", ""),
            .site = entry.value("site", ""),
            .truth = entry.value("text", "")};
    page.page = html::parse_page(read_file(fmt::format("{}/html/{}.html", folder, id), largest));
    const article::Metadata metadata = article::read_metadata(page.page.tree);
    page.blocks = article::cut_blocks(page.page.tree);
    page.features = std::make_unique<article::BodyFeatures>(
        page.page.tree,
        page.blocks,
        article::BodyHints{.headline = value_of(metadata.headline),
                           .standfirst = value_of(metadata.standfirst),
                           .byline = value_of(metadata.byline),
                           .linked_body = metadata.json_ld_body});
  }
  return pages;
}

}  // namespace arch::bench
