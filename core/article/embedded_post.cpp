#include "article/embedded_post.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace arch::article {

namespace {

/// Whole classes.
constexpr auto post_classes = std::to_array<std::string_view>({"bluesky-embed",
                                                               "fb-post",
                                                               "fb-xfbml-parse-ignore",
                                                               "imgur-embed-pub",
                                                               "instagram-media",
                                                               "mastodon-embed",
                                                               "reddit-card",
                                                               "reddit-embed-bq",
                                                               "text-post-media",
                                                               "tiktok-embed",
                                                               "twitter-tweet",
                                                               "twitter-video"});

bool names_post(std::string_view classes) {
  while (!classes.empty()) {
    const auto end = std::ranges::find_if(classes, is_html_space);
    const std::string_view one{classes.begin(), end};
    if (std::ranges::binary_search(post_classes, one)) {
      return true;
    }
    classes.remove_prefix(std::min(one.size() + 1, classes.size()));
  }
  return false;
}

}  // namespace

EmbeddedPosts::EmbeddedPosts(const html::Tree& tree) : tree_{tree} {
  for (html::NodeId at = 0; at < tree.size(); ++at) {
    if (tree.tag(at) == html::Tag::blockquote &&
        names_post(tree.attribute_or_empty(at, html::Attribute::class_name))) {
      posts_.push_back(at);
    }
  }
}

html::NodeId EmbeddedPosts::around(html::NodeId node) const {
  html::NodeId at = posts_.empty() ? html::no_node : node;
  while (at != html::no_node && !std::ranges::binary_search(posts_, at)) {
    at = tree_.parent(at);
  }
  return at;
}

}  // namespace arch::article
