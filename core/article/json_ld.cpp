#include "article/json_ld.hpp"

#include "article/lenient_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

namespace arch::article {

namespace {

using Json = nlohmann::json;

constexpr std::size_t most_bytes = std::size_t{4} << 20;
constexpr std::size_t most_articles = 64;
constexpr std::size_t most_values = 64;  // of one property: authors, images, breadcrumbs

/// The values of a property: those of an array, or the one.
std::vector<const Json*> values_of(const Json& node, const char* property) {
  std::vector<const Json*> values;
  const auto found = node.find(property);
  if (found == node.end()) {
    return values;
  }
  const Json& value = found->is_object() && found->contains("@list") ? (*found)["@list"] : *found;
  if (!value.is_array()) {
    values.push_back(&value);
    return values;
  }
  for (const Json& item : value) {
    if (values.size() == most_values) {
      break;
    }
    values.push_back(&item);
  }
  return values;
}

/// What is beyond is cut off: another node may be referred to many times, so that its texts would
/// be copied as often.
constexpr std::size_t longest_text = 2048;  // bytes

std::string cut(const std::string& text, std::size_t longest) {
  std::size_t size = std::min(text.size(), longest);
  while (size < text.size() && size > 0 && (text[size] & 0xC0) == 0x80) {
    --size;  // not within a character
  }
  return text.substr(0, size);
}

/// The text of a value: a string, a number as text, or what an object gives as @value or name.
std::string text_of(const Json& value) {
  if (value.is_string()) {
    return cut(value.get_ref<const std::string&>(), longest_text);
  }
  if (value.is_number_integer()) {
    return std::to_string(value.get<std::int64_t>());
  }
  if (value.is_object()) {
    for (const char* inner : {"@value", "name"}) {
      const auto found = value.find(inner);
      if (found != value.end() && found->is_string()) {
        return cut(found->get_ref<const std::string&>(), longest_text);
      }
    }
  }
  return {};
}

/// The first text of a property that is not empty.
std::string first_text(const Json& node, const char* property) {
  for (const Json* value : values_of(node, property)) {
    if (std::string text = text_of(*value); !text.empty()) {
      return text;
    }
  }
  return {};
}

/// The name of a type without its vocabulary: https://schema.org/NewsArticle, schema:NewsArticle.
std::string_view bare_type(std::string_view type) {
  return type.substr(type.find_last_of("/:#") + 1);
}

/// What kind of description a type promises; nullopt for types that are none.
std::optional<LinkedKind> kind_of(std::string_view type) {
  constexpr auto articles =
      std::to_array<std::string_view>({"HowTo", "Recipe", "Report", "Review"});
  constexpr auto pages = std::to_array<std::string_view>({"WebPage", "ItemPage", "MedicalWebPage"});
  if (type.ends_with("Article") || type.ends_with("BlogPosting") || type == "SocialMediaPosting" ||
      std::ranges::find(articles, type) != articles.end()) {
    return LinkedKind::article;
  }
  if (std::ranges::find(pages, type) != pages.end()) {
    return LinkedKind::page;
  }
  return type == "VideoObject" ? std::optional{LinkedKind::video} : std::nullopt;
}

bool has_type(const Json& node, std::string_view wanted) {
  return std::ranges::any_of(values_of(node, "@type"), [&](const Json* type) {
    return type->is_string() && bare_type(type->get_ref<const std::string&>()) == wanted;
  });
}

/// Nodes by their @id, so that references can be followed, which they are once.
class Graph {
public:
  void add(const Json& node) {
    const auto id = node.find("@id");
    // A node that says nothing but its id is a reference.
    if (id != node.end() && id->is_string() && node.size() > 1) {
      nodes_.try_emplace(id->get_ref<const std::string&>(), &node);
    }
  }

  const Json* resolve(const Json* value) const {
    if (value->is_object() && value->size() <= 2) {
      const auto id = value->find("@id");
      if (id != value->end() && id->is_string()) {
        const auto node = nodes_.find(id->get_ref<const std::string&>());
        return node == nodes_.end() ? value : node->second;
      }
    }
    return value;
  }

private:
  std::unordered_map<std::string_view, const Json*> nodes_;
};

void add_author(const Json& value, std::vector<std::string>& authors) {
  const auto add = [&](std::string name) {
    if (!name.empty() && authors.size() < most_values) {
      authors.push_back(std::move(name));
    }
  };
  if (!value.is_object()) {
    add(text_of(value));
    return;
  }
  bool named = false;
  for (const Json* name : values_of(value, "name")) {
    std::string text = text_of(*name);
    named = named || !text.empty();
    add(std::move(text));
  }
  if (!named) {
    const std::string given = first_text(value, "givenName");
    const std::string family = first_text(value, "familyName");
    add(given.empty() || family.empty() ? given + family : given + " " + family);
  }
}

std::vector<std::string> read_authors(const Json& node, const Graph& graph) {
  std::vector<std::string> authors;
  for (const char* property : {"author", "creator"}) {
    for (const Json* value : values_of(node, property)) {
      add_author(*graph.resolve(value), authors);
    }
    if (!authors.empty()) {
      break;
    }
  }
  return authors;
}

std::vector<std::string> read_urls(const Json& node) {
  std::vector<std::string> urls;
  for (const char* property : {"url", "mainEntityOfPage", "@id"}) {
    for (const Json* value : values_of(node, property)) {
      const auto id = value->is_object() ? value->find("@id") : value->end();
      std::string url = value->is_object()
                            ? (id != value->end() && id->is_string() ? id->get<std::string>() : "")
                            : text_of(*value);
      if (!url.empty()) {
        urls.push_back(std::move(url));
      }
    }
  }
  return urls;
}

std::vector<LinkedImage> read_images(const Json& node, const Graph& graph) {
  std::vector<LinkedImage> images;
  for (const Json* value : values_of(node, "image")) {
    const Json& image = *graph.resolve(value);
    if (!image.is_object()) {
      images.push_back({.url = text_of(image)});
      continue;
    }
    LinkedImage read{.url = first_text(image, "contentUrl"),
                     .caption = first_text(image, "caption"),
                     .credit = first_text(image, "creditText")};
    read.url = read.url.empty() ? first_text(image, "url") : read.url;
    if (read.caption.empty()) {
      read.caption = first_text(image, "description");
    }
    for (const char* property : {"copyrightHolder", "author", "copyrightNotice"}) {
      read.credit = read.credit.empty() ? first_text(image, property) : read.credit;
    }
    images.push_back(std::move(read));
  }
  std::erase_if(images, [](const LinkedImage& image) { return image.url.empty(); });
  return images;
}

/// `correction` is a text or a CorrectionComment.
std::vector<LinkedCorrection> read_corrections(const Json& node, const Graph& graph) {
  std::vector<LinkedCorrection> corrections;
  for (const Json* value : values_of(node, "correction")) {
    const Json& comment = *graph.resolve(value);
    LinkedCorrection correction;
    if (comment.is_object()) {
      for (const char* property : {"text", "description", "articleBody", "name"}) {
        correction.text = correction.text.empty() ? first_text(comment, property) : correction.text;
      }
      for (const char* property : {"datePublished", "dateCreated", "dateModified"}) {
        correction.date = correction.date.empty() ? first_text(comment, property) : correction.date;
      }
    } else {
      correction.text = text_of(comment);
    }
    if (!correction.text.empty()) {
      corrections.push_back(std::move(correction));
    }
  }
  return corrections;
}

/// Reads all nodes of a page: first their ids, then what they say.
class Reader {
public:
  void add(const Json& json) { collect(json, 0); }

  LinkedData take() {
    for (const Json* node : nodes_) {
      graph_.add(*node);
    }
    for (const Json* node : nodes_) {
      read(*node);
    }
    return std::move(data_);
  }

private:
  static constexpr int most_levels = 6;  // of nodes within properties that are followed
  static constexpr std::size_t most_nodes = 10'000;

  void collect(const Json& json, int level) {
    if (level > most_levels || nodes_.size() >= most_nodes) {
      return;
    }
    if (json.is_array()) {
      for (const Json& item : json) {
        collect(item, level + 1);
      }
    } else if (json.is_object()) {
      nodes_.push_back(&json);
      for (const char* property : {"@graph", "mainEntity", "mainEntityOfPage"}) {
        const auto found = json.find(property);
        if (found != json.end()) {
          collect(*found, level + 1);
        }
      }
    }
  }

  void read(const Json& node) {
    if (node.size() <= 2 && node.contains("@id")) {
      return;  // a reference, perhaps with its type
    }
    if (has_type(node, "BreadcrumbList")) {
      read_breadcrumbs(node);
    } else if (has_type(node, "WebSite")) {
      add_site_name(first_text(node, "name"));
    }
    if (const auto breadcrumb = node.find("breadcrumb");
        breadcrumb != node.end() && breadcrumb->is_object()) {
      read_breadcrumbs(*graph_.resolve(&*breadcrumb));
    }
    for (const Json* publisher : values_of(node, "publisher")) {
      add_site_name(first_text(*graph_.resolve(publisher), "name"));
    }
    for (const Json* type : values_of(node, "@type")) {
      const std::string name{bare_type(text_of(*type))};
      if (const std::optional<LinkedKind> kind = kind_of(name)) {
        read_article(node, *kind, name);
        break;
      }
    }
  }

  void read_article(const Json& node, LinkedKind kind, const std::string& type) {
    if (data_.articles.size() == most_articles) {
      return;
    }
    LinkedArticle article{.kind = kind,
                          .type = type,
                          .headline = first_text(node, "headline"),
                          .name = first_text(node, "name"),
                          .description = first_text(node, "description"),
                          .authors = read_authors(node, graph_),
                          .published = first_text(node, "datePublished"),
                          .modified = first_text(node, "dateModified"),
                          .section = first_text(node, "articleSection"),
                          .language = language_of(node),
                          .body = body_of(node),
                          .urls = read_urls(node),
                          .images = read_images(node, graph_),
                          .corrections = read_corrections(node, graph_)};
    for (const char* property : {"dateCreated", "uploadDate"}) {
      article.published =
          article.published.empty() ? first_text(node, property) : article.published;
    }
    data_.articles.push_back(std::move(article));
  }

  static std::string body_of(const Json& node) {
    const auto body = node.find("articleBody");
    return body != node.end() && body->is_string() ? body->get<std::string>() : std::string{};
  }

  static std::string language_of(const Json& node) {
    for (const Json* value : values_of(node, "inLanguage")) {
      const std::string code =
          value->is_object() ? first_text(*value, "alternateName") : std::string{};
      if (std::string text = code.empty() ? text_of(*value) : code; !text.empty()) {
        return text;
      }
    }
    return {};
  }

  void read_breadcrumbs(const Json& list) {
    if (!list.is_object() || !data_.breadcrumbs.empty()) {
      return;
    }
    for (const Json* element : values_of(list, "itemListElement")) {
      if (!element->is_object()) {
        continue;
      }
      std::string name = first_text(*element, "name");
      if (const auto item = element->find("item"); name.empty() && item != element->end()) {
        name = item->is_object() ? first_text(*item, "name") : std::string{};
      }
      data_.breadcrumbs.push_back(std::move(name));
    }
  }

  void add_site_name(std::string name) {
    if (!name.empty() && data_.site_names.size() < most_values) {
      data_.site_names.push_back(std::move(name));
    }
  }

  std::vector<const Json*> nodes_;
  Graph graph_;
  LinkedData data_;
};

}  // namespace

LinkedData read_linked_data(std::span<const std::string_view> scripts) {
  std::vector<Json> values;
  std::size_t size = 0;
  for (const std::string_view script : scripts) {
    size += std::min(script.size(), max_json_size);
    if (size > most_bytes) {
      break;
    }
    values.push_back(Json::parse(mend_json(script), nullptr, /*allow_exceptions=*/false));
  }
  Reader reader;
  for (const Json& value : values) {
    reader.add(value);
  }
  return reader.take();
}

}  // namespace arch::article
