#include "html/my_html.hpp"

#include "base/c_ptr.hpp"
#include "base/error.hpp"

#include <array>
#include <charconv>
#include <new>
#include <span>

#include <myhtml/api.h>

namespace arch::html {

namespace {

/// One parser, used again for every page: making one costs as much as parsing a small page.
class MyHtml {
public:
  MyHtml() : parser_{myhtml_create()} {
    check(myhtml_init(parser_.get(), MyHTML_OPTIONS_PARSE_MODE_SINGLE, 1, 0));
    tree_.reset(myhtml_tree_create());
    check(myhtml_tree_init(tree_.get(), parser_.get()));
    myhtml_tree_parse_flags_set(tree_.get(), MyHTML_TREE_PARSE_FLAGS_WITHOUT_DOCTYPE_IN_TREE);
    for (std::size_t id = 0; id < tags_.size(); ++id) {
      std::size_t size = 0;
      const char* name = myhtml_tag_name_by_id(tree_.get(), id, &size);
      tags_[id] = name == nullptr ? Tag::other : find_tag({name, size});
    }
  }

  Tree parse(const Reduced& page, std::size_t depth) {
    scripts_ = page.scripts;
    most_depth_ = depth;
    const std::string_view markup = page.markup;
    check(myhtml_parse_single(tree_.get(), MyENCODING_UTF_8, markup.data(), markup.size()));
    walk(myhtml_tree_get_document(tree_.get()));
    myhtml_tree_clean(tree_.get());
    return builder_.take();
  }

private:
  static void check(mystatus_t status) {
    if (status != MyHTML_STATUS_OK) {
      throw std::bad_alloc{};  // nothing else makes these functions fail
    }
  }

  void walk(myhtml_tree_node_t* document) {
    myhtml_tree_node_t* at = document;
    depth_ = 0;
    while (at != nullptr) {
      if (myhtml_tree_node_t* child = enter(at)) {
        at = child;
        ++depth_;
        continue;
      }
      while (at != document && myhtml_node_next(at) == nullptr) {
        at = myhtml_node_parent(at);
        --depth_;
        if (depth_ > 0 && depth_ <= most_depth_) {
          builder_.close();
        }
      }
      at = at == document ? nullptr : myhtml_node_next(at);
    }
  }

  /// Adds a node; returns its first child, if that is to be walked. Otherwise it is closed again.
  myhtml_tree_node_t* enter(myhtml_tree_node_t* node) {
    if (depth_ == 0) {
      return myhtml_node_child(node);
    }
    const myhtml_tag_id_t id = myhtml_node_tag_id(node);
    if (id == MyHTML_TAG__TEXT) {
      add_text(node);
      return nullptr;
    }
    if (id == MyHTML_TAG__COMMENT || id == MyHTML_TAG__DOCTYPE) {
      return nullptr;
    }
    const bool opaque = id == MyHTML_TAG_STYLE || id == MyHTML_TAG_SVG;
    myhtml_tree_node_t* child = opaque ? nullptr : myhtml_node_child(node);
    if (depth_ <= most_depth_) {
      open(node, id);
      if (child == nullptr) {
        builder_.close();
      }
    }
    return child;
  }

  void add_text(myhtml_tree_node_t* node) {
    std::size_t size = 0;
    const char* data = myhtml_node_text(node, &size);
    const std::string_view text =
        data == nullptr ? std::string_view{} : std::string_view{data, size};
    if (myhtml_node_tag_id(myhtml_node_parent(node)) != MyHTML_TAG_SCRIPT) {
      builder_.add_text(text);
      return;
    }
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    if (number < scripts_.size()) {
      builder_.add_text(scripts_[number]);
    }
  }

  void open(myhtml_tree_node_t* node, myhtml_tag_id_t id) {
    const Tag tag = id < tags_.size() ? tags_[id] : Tag::other;
    std::size_t size = 0;
    const char* name = tag == Tag::other ? myhtml_tag_name_by_id(tree_.get(), id, &size) : nullptr;
    builder_.open(tag, name == nullptr ? std::string_view{} : std::string_view{name, size});
    for (auto* attribute = myhtml_node_attribute_first(node); attribute != nullptr;
         attribute = myhtml_attribute_next(attribute)) {
      std::size_t key_size = 0;
      std::size_t value_size = 0;
      const char* key = myhtml_attribute_key(attribute, &key_size);
      const char* value = myhtml_attribute_value(attribute, &value_size);
      if (key != nullptr) {
        builder_.add_attribute(
            {key, key_size},
            value == nullptr ? std::string_view{} : std::string_view{value, value_size});
      }
    }
  }

  CPtr<myhtml_t, myhtml_destroy> parser_;
  CPtr<myhtml_tree_t, myhtml_tree_destroy> tree_;
  std::array<Tag, MyHTML_TAG_LAST_ENTRY> tags_ = {};
  std::span<const std::string_view> scripts_;
  std::size_t most_depth_ = 0;
  std::size_t depth_ = 0;  ///< of the node that the walk is at
  TreeBuilder builder_;
};

}  // namespace

Tree make_tree(const Reduced& page, std::size_t depth) {
  // What a parser has allocated it keeps, so one that had to do with a large page is not kept.
  constexpr std::size_t large = 4 << 20;
  if (page.markup.size() > large) {
    return MyHtml{}.parse(page, depth);
  }
  thread_local MyHtml parser;
  return parser.parse(page, depth);
}

}  // namespace arch::html
