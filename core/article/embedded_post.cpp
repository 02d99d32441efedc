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
  for (std::size_t number = 0; number < tree.name_count(); ++number) {
    says_post_.push_back(names_post(tree.name_text(number)));
  }
}

html::NodeId EmbeddedPosts::around(html::NodeId node) const {
  html::NodeId at = node;
  while (at != html::no_node && !is_post(at)) {
    at = tree_.parent(at);
  }
  return at;
}

bool EmbeddedPosts::is_post(html::NodeId element) const {
  if (tree_.tag(element) != html::Tag::blockquote) {
    return false;
  }
  const std::uint32_t number = tree_.name_number(element, html::Attribute::class_name);
  return number != html::no_name && says_post_[number];
}

}  // namespace arch::article
