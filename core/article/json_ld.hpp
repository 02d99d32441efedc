#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace arch::article {

struct LinkedImage {
  std::string url = {};
  std::string caption = {};
  std::string credit = {};
};

/// What the publisher says it corrected: schema.org's `correction`.
struct LinkedCorrection {
  std::string text = {};
  std::string date = {};
};

/// How sure it is that a node describes an article.
enum class LinkedKind { article, page, video };

/// A node of JSON-LD that describes an article, or a page that may be one. Texts are as in the
/// JSON: they may hold character references, tags and line feeds; empty where nothing is said.
struct LinkedArticle {
  LinkedKind kind = LinkedKind::article;
  std::string type = {};  ///< such as NewsArticle
  std::string headline = {};
  std::string name = {};
  std::string description = {};
  std::vector<std::string> authors = {};  ///< names of people and organisations
  std::string published = {};
  std::string modified = {};
  std::string section = {};
  std::string language = {};
  std::string body = {};
  std::vector<std::string> urls = {};  ///< of the article, by which it can be told from others
  std::vector<LinkedImage> images = {};
  std::vector<LinkedCorrection> corrections = {};
};

struct LinkedData {
  std::vector<LinkedArticle> articles = {};   ///< in the order of the page
  std::vector<std::string> breadcrumbs = {};  ///< the names of the first BreadcrumbList
  std::vector<std::string> site_names = {};   ///< of publishers and of the WebSite
};

/// Reads the scripts of type application/ld+json of a page (https://www.w3.org/TR/json-ld11/, the
/// part that search engines read, without contexts): nodes on top, in @graph, mainEntity and
/// mainEntityOfPage; references by @id. What is broken is mended, see mend_json(). Cost: linear in
/// the scripts, of which 4 MB are read; at most 64 articles are given.
LinkedData read_linked_data(std::span<const std::string_view> scripts);

}  // namespace arch::article
