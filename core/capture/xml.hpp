#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <string>
#include <string_view>

#include <pugixml.hpp>

namespace arch::capture {

/// What an XML file may cost. A node takes 64 bytes of memory and an attribute 40, so the caps on
/// their number and not the one on bytes bound it: 160 MB for the worst file.
struct XmlLimits {
  std::size_t bytes = std::size_t{50} << 20;  ///< what sitemaps.org allows a sitemap
  std::size_t elements = 1'500'000;           ///< 50,000 URLs of a sitemap with 30 each
  std::size_t attributes = 1'500'000;         ///< counted by their equals signs, those of texts too
};

/// An XML file from a stranger, read leniently.
///
/// Bytes are decoded as their byte order mark, the HTTP header or the XML declaration says. No
/// document type is read: entities that a file defines stay as they are written, so there is
/// nothing to expand, and nothing outside of the file is ever looked for. A file that is malformed
/// or over a limit gives the tree of what is before that.
class Xml {
public:
  Xml(ByteView bytes, std::string_view content_type, const XmlLimits& limits = {});

  /// The root element; empty when there is none.
  pugi::xml_node root() const { return tree_.document_element(); }
  bool is_cut() const { return is_cut_; }

private:
  std::string text_;  ///< what the tree points into
  pugi::xml_document tree_;
  bool is_cut_ = false;
};

/// The name of an element without its prefix, and the prefix without its colon.
std::string_view local_name(pugi::xml_node element);
std::string_view prefix_of(pugi::xml_node element);

/// All text within an element, those of elements in it too, without spaces at its ends.
std::string text_within(pugi::xml_node element);

}  // namespace arch::capture
