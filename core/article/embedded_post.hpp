#pragma once

#include "html/tree.hpp"

namespace arch::article {

/// Whether the element is a post of a social network, embedded into a page: a blockquote of one of
/// the classes that the networks' own embedding code gives it (X and Twitter, Instagram, TikTok,
/// Facebook, Threads, Bluesky, Mastodon, Reddit, Imgur). The text of the post is in it before any
/// script runs.
bool is_embedded_post(const html::Tree& tree, html::NodeId element);

/// The embedded post that a node is in, or no_node.
html::NodeId embedded_post_around(const html::Tree& tree, html::NodeId node);

}  // namespace arch::article
