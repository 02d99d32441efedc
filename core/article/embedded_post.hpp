#pragma once

#include "html/tree.hpp"

#include <vector>

namespace arch::article {

/// Finds the posts of social networks that are embedded into a page: blockquotes of the classes
/// that the networks' own embedding code gives them (X and Twitter, Instagram, TikTok, Facebook,
/// Threads, Bluesky, Mastodon, Reddit, Imgur). The text of the post is in it before any script
/// runs. The tree must outlive it.
class EmbeddedPosts {
public:
  explicit EmbeddedPosts(const html::Tree& tree);

  /// The post that a node is in, or no_node. Cost: the depth of the node.
  html::NodeId around(html::NodeId node) const;

private:
  const html::Tree& tree_;
  std::vector<html::NodeId> posts_;  ///< in the order of the page
};

}  // namespace arch::article
