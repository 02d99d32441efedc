#include "article/page_evidence.hpp"

#include "article/date_tokens.hpp"
#include "base/ascii.hpp"
#include "html/visible.hpp"

#include <algorithm>

namespace arch::article {

namespace {

using html::Attribute;
using html::NodeId;
using html::Tag;
using html::Tree;

constexpr std::size_t most_nodes = 1000;  // of each list

bool is_blank(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
}

/// Whether a decimal digit of Arabic, Persian, Hindi, or of full width begins at `at`.
bool is_other_digit_at(std::string_view text, std::size_t i) {
  const auto at = [&](std::size_t offset) {
    return i + offset < text.size() ? static_cast<unsigned char>(text[i + offset]) : 0U;
  };
  const auto within = [&](std::size_t offset, unsigned first) {
    return at(offset) >= first && at(offset) <= first + 9;
  };
  return (at(0) == 0xD9 && within(1, 0xA0)) || (at(0) == 0xDB && within(1, 0xB0)) ||
         (at(0) == 0xE0 && at(1) == 0xA5 && within(2, 0xA6)) ||
         (at(0) == 0xEF && at(1) == 0xBC && within(2, 0x90));
}

/// Whether a text has a decimal digit.
bool has_digit(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c >= '0' && c <= '9') || (c < 0 && is_other_digit_at(text, i))) {
      return true;
    }
  }
  return false;
}

/// Whether a text may be a line with a date, or a paragraph that begins with one: it has a digit
/// near its beginning.
bool may_be_date(std::string_view text) {
  constexpr std::size_t beginning = 160;  // bytes
  return text.size() >= 2 && has_digit(text.substr(0, beginning));
}

/// The bytes of a text without the white space around it, by which source text is indented.
std::uint32_t visible_size(std::string_view text) {
  while (!text.empty() && is_html_space(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_html_space(text.back())) {
    text.remove_suffix(1);
  }
  return static_cast<std::uint32_t>(text.size());
}

class Collector {
public:
  explicit Collector(const Tree& tree) : tree_{tree} {
    evidence_.roles.resize(tree.size());
    for (std::uint32_t name = 0; name < tree.name_count(); ++name) {
      roles_of_names_.push_back(find_roles(tree.name_text(name)));
    }
  }

  PageEvidence collect() {
    for (NodeId id = 0; id < tree_.size();) {
      id = visit(id);
    }
    return std::move(evidence_);
  }

private:
  /// Returns the next node to visit.
  NodeId visit(NodeId id) {
    const Tag tag = tree_.tag(id);
    switch (tag) {
      case Tag::text:
        visit_text(id);
        return id + 1;
      case Tag::script:
        visit_script(id);
        return tree_.end(id);
      case Tag::title:
        visit_title(id);
        return tree_.end(id);
      case Tag::style:
      case Tag::noscript:
      case Tag::template_element:
      case Tag::select:
      case Tag::svg:
        return tree_.end(id);
      case Tag::meta:
        visit_meta(id);
        return id + 1;
      case Tag::link:
        visit_link(id);
        return id + 1;
      case Tag::html:
        evidence_.html_language = tree_.attribute_or_empty(id, Attribute::lang);
        return id + 1;
      case Tag::base:
        evidence_.base = tree_.attribute_or_empty(id, Attribute::href);
        return id + 1;
      default:
        visit_element(id, tag);
        return id + 1;
    }
  }

  void visit_text(NodeId id) {
    const std::string_view text = tree_.text(id);
    offset_ += visible_size(text);
    if (may_be_date(text)) {
      add(evidence_.digits, id, 0);
    }
  }

  void visit_script(NodeId id) {
    const std::string_view type = tree_.attribute_or_empty(id, Attribute::type);
    constexpr std::string_view linked = "application/ld+json";
    constexpr std::size_t most_scripts = 64;
    const NodeId text = tree_.first_child(id);
    if (text == html::no_node) {
      return;
    }
    if (type.size() >= linked.size() &&
        equals_ignoring_case(type.substr(0, linked.size()), linked) &&
        evidence_.linked_data.size() < most_scripts) {
      evidence_.linked_data.push_back(tree_.text(text));
    } else if (evidence_.scripts.size() < most_scripts) {
      evidence_.scripts.push_back(tree_.text(text));
    }
  }

  void visit_title(NodeId id) {
    const NodeId text = tree_.first_child(id);
    if (evidence_.title.empty() && text != html::no_node) {
      evidence_.title = tree_.text(text);
    }
  }

  void visit_meta(NodeId id) {
    const std::string_view content = tree_.attribute_or_empty(id, Attribute::content);
    if (is_blank(content) || evidence_.metas.size() >= most_nodes) {
      return;
    }
    for (const Attribute attribute :
         {Attribute::property, Attribute::name, Attribute::itemprop, Attribute::http_equiv}) {
      if (const std::string_view name = tree_.attribute_or_empty(id, attribute); !name.empty()) {
        evidence_.metas.push_back({name, content});
      }
    }
  }

  void visit_link(NodeId id) {
    const std::string_view rel = tree_.attribute_or_empty(id, Attribute::rel);
    if (evidence_.canonical.empty() && equals_ignoring_case(rel, "canonical")) {
      evidence_.canonical = tree_.attribute_or_empty(id, Attribute::href);
    }
  }

  void visit_element(NodeId id, Tag tag) {
    Roles roles = 0;
    bool has_property = false;
    bool is_author_link = false;
    const std::size_t count = tree_.attribute_count(id);
    for (std::size_t i = 0; i < count; ++i) {
      const html::AttributeValue attribute = tree_.attribute(id, i);
      if (attribute.attribute == Attribute::class_name || attribute.attribute == Attribute::id) {
        roles = static_cast<Roles>(roles | roles_of_names_[attribute.number]);
      } else if (attribute.attribute == Attribute::itemprop) {
        has_property = true;
      } else if (attribute.attribute == Attribute::rel) {
        is_author_link =
            tag != Tag::link && attribute.value.find("author") != std::string_view::npos;
      }
    }
    evidence_.roles[id] = roles;
    if (tag == Tag::h1 || tag == Tag::h2 || tag == Tag::h3) {
      add(evidence_.headings, id, roles);
    }
    if (tag == Tag::time) {
      add(evidence_.times, id, roles);
    } else if ((roles & wanted) != 0) {
      add(evidence_.named, id, roles);
    }
    if (tag == Tag::a) {
      add(evidence_.links, id, roles);
    }
    if (has_property) {
      add(evidence_.properties, id, roles);
    }
    if (is_author_link) {
      add(evidence_.author_links, id, roles);
    }
  }

  void add(std::vector<EvidenceNode>& list, NodeId id, Roles roles) const {
    if (list.size() < most_nodes) {
      list.push_back({id, roles, offset_});
    }
  }

  static constexpr Roles wanted = role_byline | role_date | role_breadcrumb | role_standfirst |
                                  role_headline | role_kicker | role_section;

  const Tree& tree_;
  PageEvidence evidence_;
  std::vector<Roles> roles_of_names_;
  std::uint32_t offset_ = 0;
};

}  // namespace

std::string_view PageEvidence::find_meta(std::string_view name) const {
  const auto entry = std::ranges::find_if(
      metas, [&](const MetaEntry& meta) { return equals_ignoring_case(meta.name, name); });
  return entry == metas.end() ? std::string_view{} : entry->content;
}

PageEvidence collect_evidence(const Tree& tree) {
  return Collector{tree}.collect();
}

bool is_elsewhere(const Tree& tree, const PageEvidence& evidence, NodeId node, NodeId anchor) {
  for (NodeId at = node; at != html::no_node; at = tree.parent(at)) {
    const Tag tag = tree.tag(at);
    if (tag == Tag::body || tag == Tag::html ||
        (anchor != html::no_node && tree.contains(at, anchor))) {
      return false;  // the classes of body name the page's template
    }
    // Some sites put the few facts of an article into an aside.
    constexpr NodeId most_of_facts = 150;  // nodes
    const bool is_header_of_other = tag == Tag::header && anchor != html::no_node;
    if (tag == Tag::nav || tag == Tag::blockquote || is_header_of_other ||
        (tag == Tag::aside && tree.end(at) - at > most_of_facts)) {
      return true;
    }
    if ((evidence.roles[at] & role_elsewhere) != 0) {
      return true;
    }
  }
  return false;
}

std::string short_text(const Tree& tree, NodeId node, std::size_t longest) {
  std::size_t size = 0;
  // Markup between texts counts too: an element with many children is not short.
  constexpr std::size_t least_per_node = 4;
  constexpr std::size_t slack = 512;  // for the white space of source text
  for (NodeId id = node; id < tree.end(node); ++id) {
    size += tree.is_text(id) ? tree.text(id).size() : least_per_node;
    if (size > 3 * longest + slack) {
      return {};
    }
  }
  std::string text = html::visible_line(tree, node);
  return text.size() > longest ? std::string{} : text;
}

}  // namespace arch::article
