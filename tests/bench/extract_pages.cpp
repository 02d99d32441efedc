#include "bench/extract_pages.hpp"

#include "article/metadata.hpp"
#include "base/file.hpp"
#include "base/utf8.hpp"
#include "bench/perturb.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <unordered_map>
#include <utility>

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

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  }
  return out;
}

/// Writes a small page of the blocks of another.
class SmallPage {
public:
  SmallPage(const MarkedPage& page, std::uint32_t seed)
      : page_{page}, labels_{label_blocks(page)}, random_{seed} {}

  /// The page, and the text of its article; nothing when the article has too few blocks.
  std::optional<std::pair<std::string, std::string>> make() {
    const std::vector<std::size_t> article = choose_article();
    if (article.size() < 2) {
      return std::nullopt;
    }
    constexpr std::array wrappers = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"<main><article>", "</article></main>"},
         {"<article class=article-body>", "</article>"},
         {"<div class=content>", "</div>"},
         {"<main>", "</main>"},
         {"<div id=story><div class=text>", "</div></div>"},
         {"", ""}});
    const auto& [open, close] = wrappers[below(wrappers.size())];
    const std::string headline = "<h1>" + escaped(page_.headline) + "</h1>";
    out_ = "<!doctype html><title>" + escaped(page_.headline) + "</title><body>";
    add_links(0, article.front(), 2 + below(6), "<nav><ul>", "</ul></nav>");
    const bool outside = one_in(4);
    out_ += outside ? headline + std::string{open} : std::string{open} + headline;
    add_article(article);
    out_ += close;
    if (!one_in(3)) {
      add_links(article.back(),
                labels_.size(),
                1 + below(5),
                "<aside><h3>More</h3><ul>",
                "</ul></aside>");
    }
    if (!one_in(3)) {
      out_ += "<footer>";
      add_footer(article.back());
      out_ += "</footer>";
    }
    return std::pair{std::move(out_), std::move(truth_)};
  }

private:
  std::size_t below(std::size_t n) { return random_() % n; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  bool is_article(std::size_t block) const { return labels_[block] >= 0.9F; }
  bool is_other(std::size_t block) const { return labels_[block] <= 0.1F; }

  /// The first blocks of the article, of kinds that markup is written for.
  std::vector<std::size_t> choose_article() {
    using Kind = article::PageBlockKind;
    std::vector<std::size_t> chosen;
    const std::size_t most = 2 + below(9);
    for (std::size_t i = 0; i < labels_.size() && chosen.size() < most; ++i) {
      const Kind kind = page_.blocks[i].kind;
      if (is_article(i) && (kind == Kind::paragraph || kind == Kind::list_item ||
                            kind == Kind::heading || kind == Kind::quotation)) {
        chosen.push_back(i);
      }
    }
    while (!chosen.empty() && page_.blocks[chosen.back()].kind == Kind::heading) {
      chosen.pop_back();
    }
    return chosen;
  }

  void add_article(const std::vector<std::size_t>& article) {
    using Kind = article::PageBlockKind;
    bool in_list = false;
    for (const std::size_t i : article) {
      const article::PageBlock& block = page_.blocks[i];
      if (in_list != (block.kind == Kind::list_item)) {
        out_ += in_list ? "</ul>" : "<ul>";
        in_list = !in_list;
      }
      const std::string text = escaped(block.text);
      out_ += block.kind == Kind::list_item   ? "<li>" + text
              : block.kind == Kind::heading   ? "<h2>" + text + "</h2>"
              : block.kind == Kind::quotation ? "<blockquote><p>" + text + "</blockquote>"
                                              : "<p>" + text + "</p>";
      truth_ += block.text + "\n\n";
      if (!in_list) {
        interrupt(article.front());
      }
    }
    out_ += in_list ? "</ul>" : "";
  }

  /// What stands between paragraphs and is not the article: now and then an image with the page's
  /// next caption, links to other stories, a box.
  void interrupt(std::size_t from) {
    using Kind = article::PageBlockKind;
    if (one_in(4)) {
      next_caption_ = std::max(next_caption_, from);
      while (next_caption_ < labels_.size() &&
             (page_.blocks[next_caption_].kind != Kind::caption || !is_other(next_caption_))) {
        ++next_caption_;
      }
      if (next_caption_ < labels_.size()) {
        out_ += "<figure><img src=/i.jpg alt=\"\"><figcaption>" +
                escaped(page_.blocks[next_caption_++].text) + "</figcaption></figure>";
      }
    } else if (one_in(6)) {
      constexpr std::array boxes =
          std::to_array<std::string_view>({"<aside class=related><h3>Related stories</h3><ul>",
                                           "<div class=read-more><ul>",
                                           "<ul class=more>"});
      const std::size_t box = below(boxes.size());
      add_links(from,
                labels_.size(),
                1 + below(2),
                boxes[box],
                box == 0   ? "</ul></aside>"
                : box == 1 ? "</ul></div>"
                           : "</ul>");
    } else if (one_in(8)) {
      constexpr std::array boxes = std::to_array<std::string_view>(
          {"<div class=newsletter-box>", "<aside>", "<div class=\"ad ad-inline\">"});
      out_ += boxes[below(boxes.size())];
      add_footer(from);
      out_ += "</div></aside>";  // one of them is too many, as on many a page
    }
  }

  /// Links of the page that are not its article's.
  void add_links(std::size_t from,
                 std::size_t to,
                 std::size_t most,
                 std::string_view open,
                 std::string_view close) {
    out_ += open;
    for (std::size_t i = from, added = 0; i < to && added < most; ++i) {
      const article::PageBlock& block = page_.blocks[i];
      if (is_other(i) && block.linked * 2 > block.letters && block.letters < 100) {
        out_ += "<li><a href=/" + std::to_string(i) + ">" + escaped(block.text) + "</a>";
        ++added;
      }
    }
    out_ += close;
  }

  /// The last texts of the page that are no links.
  void add_footer(std::size_t behind) {
    std::size_t added = 0;
    for (std::size_t i = labels_.size(); i > behind + 1 && added < 2; --i) {
      const article::PageBlock& block = page_.blocks[i - 1];
      if (is_other(i - 1) && block.linked * 4 < block.letters && block.letters > 20) {
        out_ += "<p>" + escaped(block.text) + "</p>";
        ++added;
      }
    }
  }

  const MarkedPage& page_;
  std::vector<float> labels_;
  std::mt19937 random_;
  std::size_t next_caption_ = 0;
  std::string out_;
  std::string truth_;
};

/// Parses the page and works out its blocks and features.
void look_at(MarkedPage& page, ByteView bytes) {
  page.page = html::parse_page(bytes);
  const article::Metadata metadata = article::read_metadata(page.page.tree);
  page.headline = value_of(metadata.headline);
  page.blocks = article::cut_blocks(page.page.tree);
  page.features = std::make_unique<article::BodyFeatures>(
      page.page.tree,
      page.blocks,
      article::BodyHints{.headline = value_of(metadata.headline),
                         .standfirst = value_of(metadata.standfirst),
                         .byline = value_of(metadata.byline),
                         .linked_body = metadata.json_ld_body});
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

std::vector<MarkedPage> read_marked_pages(const std::string& folder, unsigned variants) {
  constexpr std::size_t largest = std::size_t{64} << 20;
  constexpr unsigned first_seed = 1000;
  const nlohmann::json truth =
      nlohmann::json::parse(as_text(read_file(folder + "/truth.json", largest)));
  std::vector<MarkedPage> pages;
  // Features refer to the tree and the blocks of their page.
  pages.reserve(truth.size() * (2 + variants));
  unsigned seed = first_seed;
  for (const auto& item : truth.items()) {
    const nlohmann::json& entry = item.value();
    const Bytes bytes = read_file(fmt::format("{}/html/{}.html", folder, item.key()), largest);
    const auto add = [&](const std::string& text) -> MarkedPage& {
      MarkedPage& page = pages.emplace_back();
      page.id = item.key();
      page.set = entry.value("set", "");
      page.site = entry.value("site", "");
      page.truth = text;
      return page;
    };
    MarkedPage& whole = add(entry.value("text", ""));
    look_at(whole, bytes);
    for (unsigned variant = 0; variant < variants; ++variant, ++seed) {
      MarkedPage& page = add(whole.truth);
      const auto change = static_cast<Change>(seed % change_names.size());
      look_at(page, as_bytes(perturb(as_text(bytes), page.truth, change, seed)));
      page.is_variant = true;
    }
    if (const auto small = SmallPage{whole, seed}.make()) {
      MarkedPage& page = add(small->second);
      look_at(page, as_bytes(small->first));
      page.is_variant = true;
    }
  }
  return pages;
}

}  // namespace arch::bench
