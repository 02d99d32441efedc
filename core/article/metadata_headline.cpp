// The h1 is what readers see, and a page may have several: the site's name, a teaser's. The title
// that the page gives for programs is the article's, but often worded for search engines or with
// the site's name behind it. So the heading that is most like that title is the headline; where
// none is, the title without the site's name.
#include "article/metadata_fields.hpp"
#include "base/unicode.hpp"
#include "html/visible.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace arch::article {

namespace {

/// A heading less like every title of the page than this is not its headline.
/// Evidence: h1 at 0.35 or above is right on 92 % of 205 news pages, og:title on 66 %.
constexpr double least_similarity = 0.35;

/// The only h1 of a page is its headline even when its titles were worded anew.
constexpr double least_similarity_of_only_h1 = 0.1;
/// Other headings are often the article's subheadings, which have words of the title.
constexpr double least_similarity_of_h2 = 0.6;

constexpr std::size_t longest_headline = 600;  // bytes

using Words = std::vector<std::string>;  ///< folded, sorted

struct Title {
  std::string text;
  Words words;
  FieldSource source;
  std::string_view place;
};

Words words_of(std::string_view text) {
  const std::string folded = fold_case(text.substr(0, longest_headline));
  Words words;
  std::string word;
  const auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
  };
  for (const char c : folded) {
    if (is_part(c)) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) {
    words.push_back(std::move(word));
  }
  std::ranges::sort(words);
  return words;
}

/// Separators by which sites put their name after, or before, a title.
constexpr auto separators = std::to_array<std::string_view>({" | ",
                                                             " - ",
                                                             " \u2013 ",
                                                             " \u2014 ",
                                                             " \u2022 ",
                                                             " \u00B7 ",
                                                             " :: ",
                                                             " // ",
                                                             " \u00BB ",
                                                             " \u00AB ",
                                                             ": "});

std::string squeeze(std::string_view text) {
  std::string squeezed;
  for (const std::string& word : words_of(text)) {
    squeezed += word;
  }
  return squeezed;
}

bool is_site_name(const MetadataContext& context, std::string_view part) {
  const std::string squeezed = squeeze(part);
  if (squeezed.empty()) {
    return true;
  }
  return std::ranges::any_of(context.site_names, [&](std::string_view name) {
    const std::string site = squeeze(name);
    return !site.empty() && (site == squeezed || (site.size() > 4 && squeezed.starts_with(site)) ||
                             (squeezed.size() > 4 && site.starts_with(squeezed)));
  });
}

/// The title without the site's name at its end or beginning.
std::string cut_site_name(const MetadataContext& context, std::string title) {
  constexpr int most_cuts = 3;
  for (int cuts = 0; cuts < most_cuts; ++cuts) {
    std::size_t last = std::string::npos;
    std::size_t last_size = 0;
    for (const std::string_view separator : separators) {
      const std::size_t at = title.rfind(separator);
      if (at != std::string::npos && (last == std::string::npos || at > last) &&
          separator != ": ") {
        last = at;
        last_size = separator.size();
      }
    }
    if (last == std::string::npos || last == 0 ||
        !is_site_name(context, std::string_view{title}.substr(last + last_size))) {
      break;
    }
    title.resize(last);
  }
  for (const std::string_view separator : separators) {
    const std::size_t at = title.find(separator);
    if (at != std::string::npos && at > 0 && is_site_name(context, title.substr(0, at)) &&
        at + separator.size() < title.size()) {
      title.erase(0, at + separator.size());
      break;
    }
  }
  return title;
}

std::vector<Title> read_titles(const MetadataContext& context) {
  std::vector<Title> titles;
  const auto add = [&](std::string_view raw, FieldSource source, std::string_view place) {
    std::string text = cut_site_name(context, clean_value(raw));
    if (!text.empty() && text.size() <= longest_headline && !is_site_name(context, text)) {
      Words words = words_of(text);
      titles.push_back({std::move(text), std::move(words), source, place});
    }
  };
  if (context.linked != nullptr && context.linked->kind == LinkedKind::article) {
    add(context.linked->headline, FieldSource::json_ld, "headline");
    if (context.linked->headline.empty()) {
      add(context.linked->name, FieldSource::json_ld, "name");
    }
  }
  add(context.evidence.find_meta("og:title"), FieldSource::open_graph, "og:title");
  add(context.evidence.find_meta("twitter:title"), FieldSource::meta, "twitter:title");
  for (const char* name : {"parsely-title", "sailthru.title", "dc.title", "citation_title"}) {
    add(context.evidence.find_meta(name), FieldSource::meta, name);
  }
  add(context.evidence.title, FieldSource::title_element, "title");
  return titles;
}

/// The text of a heading without the kicker that some sites put into it, if without it the text is
/// a title of the page word for word.
std::string heading_text(const MetadataContext& context,
                         html::NodeId heading,
                         const std::vector<Title>& titles) {
  std::string text = short_text(context.tree, heading, longest_headline);
  const html::Tree& tree = context.tree;
  for (html::NodeId child = tree.first_child(heading); child != html::no_node;
       child = tree.next_sibling(child)) {
    if (tree.is_text(child)) {
      continue;
    }
    const std::string inner = short_text(tree, child, longest_headline);
    if (inner.empty() || inner.size() >= text.size()) {
      continue;
    }
    std::string without = text;
    if (without.starts_with(inner)) {
      without.erase(0, inner.size());
    } else if (without.ends_with(inner)) {
      without.resize(without.size() - inner.size());
    }
    without = clean_value(without);
    if (without.starts_with("| ") || without.starts_with(": ")) {
      without.erase(0, 2);
    }
    const bool is_title = std::ranges::any_of(
        titles, [&](const Title& title) { return words_of(title.text) == words_of(without); });
    if (is_title && !without.empty()) {
      return without;
    }
  }
  return clean_value(text);
}

/// Dice's coefficient
double similarity_of(const Words& left, const Words& right) {
  if (left.empty() || right.empty()) {
    return 0;
  }
  Words both;
  std::ranges::set_intersection(left, right, std::back_inserter(both));
  return 2.0 * static_cast<double>(both.size()) / static_cast<double>(left.size() + right.size());
}

double likeness(std::string_view text, const std::vector<Title>& titles) {
  const Words words = words_of(text);
  double most = 0;
  for (const Title& title : titles) {
    most = std::max(most, similarity_of(words, title.words));
  }
  return most;
}

struct Heading {
  const EvidenceNode* node = nullptr;
  std::string text = {};
  double likeness = 0;
  double score = 0;
};

/// Looks for a heading of one tag that is more like a title, by more than `bonus`, than the best
/// yet.
void find_better(const MetadataContext& context,
                 const std::vector<Title>& titles,
                 html::Tag tag,
                 double bonus,
                 Heading& best) {
  constexpr double malus_elsewhere = 0.1;
  for (const EvidenceNode& node : context.evidence.headings) {
    if (context.tree.tag(node.node) != tag) {
      continue;
    }
    std::string text = heading_text(context, node.node, titles);
    const double alike = likeness(text, titles);
    const bool elsewhere = is_elsewhere(context.tree, context.evidence, node.node);
    const double score = alike + bonus - (elsewhere ? malus_elsewhere : 0);
    if (!text.empty() && (best.node == nullptr || score > best.score)) {
      best = {&node, std::move(text), alike, score};
    }
  }
}

/// The heading most like a title; an h1 goes before an h2, and that before an h3. Once one is a
/// title nearly word for word, lesser ones are not looked at.
Heading find_heading(const MetadataContext& context, const std::vector<Title>& titles) {
  constexpr double enough = 0.9;
  Heading best;
  for (const auto& [tag, bonus] : {std::pair{html::Tag::h1, 0.15},
                                   std::pair{html::Tag::h2, 0.0},
                                   std::pair{html::Tag::h3, -0.05}}) {
    find_better(context, titles, tag, bonus, best);
    if (best.likeness >= enough) {
      break;
    }
  }
  return best;
}

/// Whether the page marks a heading as an article's.
bool is_of_article(const MetadataContext& context, html::NodeId heading) {
  const html::Tree& tree = context.tree;
  html::NodeId at = heading;
  while (at != html::no_node && tree.tag(at) != html::Tag::article) {
    at = tree.parent(at);
  }
  return at != html::no_node && !is_elsewhere(tree, context.evidence, heading);
}

}  // namespace

double similarity(std::string_view left, std::string_view right) {
  return similarity_of(words_of(left), words_of(right));
}

Field read_headline(const MetadataContext& context, const EvidenceNode*& heading) {
  const std::vector<Title> titles = read_titles(context);
  const Heading best = find_heading(context, titles);
  Field field;
  const bool is_first = best.node != nullptr && context.tree.tag(best.node->node) == html::Tag::h1;
  const bool is_only =
      is_first && std::ranges::count_if(context.evidence.headings, [&](auto& node) {
                    return context.tree.tag(node.node) == html::Tag::h1;
                  }) == 1;
  const bool enough = best.likeness >= (is_only    ? least_similarity_of_only_h1
                                        : is_first ? least_similarity
                                                   : least_similarity_of_h2);
  // A title of other words is one for search engines, or names the kind of article.
  const bool is_marked = is_only && is_of_article(context, best.node->node);
  const bool nothing_else = titles.empty() && is_first;
  if (best.node != nullptr && (enough || is_marked || nothing_else)) {
    heading = best.node;
    add_value(
        field, best.text, FieldSource::heading, html::tag_name(context.tree.tag(best.node->node)));
  }
  for (const Title& title : titles) {
    add_value(field, title.text, title.source, title.place);
  }
  if (best.node != nullptr && is_first) {
    add_value(field, best.text, FieldSource::heading, "h1");
  }
  return field;
}

}  // namespace arch::article
