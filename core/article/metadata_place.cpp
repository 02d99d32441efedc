// Where an article stands: standfirst and section.
#include "article/link.hpp"
#include "article/metadata_fields.hpp"
#include "html/visible.hpp"

#include <algorithm>

namespace arch::article {

namespace {

constexpr std::size_t longest_standfirst = 1000;  // bytes
constexpr std::size_t longest_section = 60;
constexpr std::uint32_t nearest = 1500;  // bytes of visible text behind the headline

bool is_behind_headline(const MetadataContext& context, const EvidenceNode& node) {
  return context.heading != nullptr && node.node >= context.tree.end(context.heading->node) &&
         node.offset <= context.heading->offset + nearest;
}

}  // namespace

Field read_standfirst(const MetadataContext& context, std::string_view headline) {
  Field field;
  const auto add = [&](std::string text, FieldSource source, std::string_view place) {
    constexpr std::size_t least = 20;  // bytes: shorter ones are labels
    if (text.size() >= least && text != headline) {
      add_value(field, std::move(text), source, place);
    }
  };
  for (const EvidenceNode& node : context.evidence.named) {
    if ((node.roles & role_standfirst) != 0 && (node.roles & (role_byline | role_date)) == 0 &&
        is_behind_headline(context, node) && !context.is_elsewhere(node)) {
      add(clean_value(short_text(context.tree, node.node, longest_standfirst)),
          FieldSource::element,
          "class of a standfirst");
    }
  }
  if (context.linked != nullptr && context.linked->kind == LinkedKind::article) {
    add(clean_value(context.linked->description),
        FieldSource::json_ld,
        context.linked->type + ".description");
  }
  add(clean_value(context.evidence.find_meta("og:description")),
      FieldSource::open_graph,
      "og:description");
  add(clean_value(context.evidence.find_meta("description")), FieldSource::meta, "description");
  return field;
}

Field read_section(const MetadataContext& context) {
  Field field;
  const auto add = [&](std::string text, FieldSource source, std::string_view place) {
    const bool is_link = text.find("://") != std::string::npos;
    if (!is_link && text.size() <= longest_section) {
      add_value(field, std::move(text), source, place);
    }
  };
  if (context.linked != nullptr) {
    add(clean_value(context.linked->section),
        FieldSource::json_ld,
        context.linked->type + ".articleSection");
  }
  for (const char* name : {"article:section", "parsely-section", "sailthru.section", "section"}) {
    add(clean_value(context.evidence.find_meta(name)),
        name == std::string_view{"article:section"} ? FieldSource::open_graph : FieldSource::meta,
        name);
  }
  // The last but one, because the last is the article itself, unless the list ends before it.
  const std::vector<std::string>& crumbs = context.linked_data.breadcrumbs;
  if (crumbs.size() >= 2) {
    const std::string last = clean_value(crumbs.back());
    const bool is_article = last.empty() || last.size() > longest_section ||
                            similarity(last, clean_value(context.evidence.title)) >= 0.5;
    const std::size_t at = crumbs.size() - (is_article ? 2 : 1);
    if (at > 0) {
      add(clean_value(crumbs[at]), FieldSource::breadcrumb, "BreadcrumbList");
    }
  }
  // The first segment of the path, where more follow and it is a word.
  std::string_view path = path_of(context.url).substr(1);
  const std::size_t end = path.find('/');
  if (end != std::string_view::npos && end > 2 && end + 1 < path.size()) {
    std::string segment{path.substr(0, end)};
    if (std::ranges::all_of(segment, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; })) {
      std::ranges::replace(segment, '-', ' ');
      add(std::move(segment), FieldSource::page_url, "path");
    }
  }
  return field;
}

}  // namespace arch::article
