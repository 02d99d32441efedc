#include "article/embedded_post.hpp"

#include "html/selector.hpp"

namespace arch::article {

namespace {

/// Classes as the code has them that the networks give out to embed a post.
const html::Selector& posts() {
  static const html::Selector selector = html::Selector::known(
      ".twitter-tweet, .twitter-video, .instagram-media, .tiktok-embed, .fb-post, "
      ".fb-xfbml-parse-ignore, .text-post-media, .bluesky-embed, .mastodon-embed, "
      ".reddit-card, .reddit-embed-bq, .imgur-embed-pub");
  return selector;
}

}  // namespace

bool is_embedded_post(const html::Tree& tree, html::NodeId element) {
  return tree.tag(element) == html::Tag::blockquote && posts().matches(tree, element);
}

html::NodeId embedded_post_around(const html::Tree& tree, html::NodeId node) {
  html::NodeId at = node;
  while (at != html::no_node && !is_embedded_post(tree, at)) {
    at = tree.parent(at);
  }
  return at;
}

}  // namespace arch::article
