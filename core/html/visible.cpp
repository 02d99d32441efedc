#include "html/visible.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

namespace arch::html {

namespace {

/// Parts of class names, without `-` and `_` and in lower case, that hide text from all but screen
/// readers in the style sheets of Bootstrap, WordPress, Drupal, Foundation, and of the BBC's kin.
constexpr std::array screen_reader_classes = std::to_array<std::string_view>({"visuallyhidden",
                                                                              "hiddenvisually",
                                                                              "sronly",
                                                                              "screenreader",
                                                                              "elementinvisible",
                                                                              "showforsr",
                                                                              "a11yhidden",
                                                                              "accessiblyhidden"});

/// Whether `classes` has two letters that each of screen_reader_classes has: `dd`, `nv`, `sr` or
/// `cr`. Leaves out most in one pass, 16 at a time.
bool has_screen_reader_letters(std::string_view classes) {
  const auto are_of_one = [](char before, char c) {
    return static_cast<unsigned>((c == 'd') & (before == 'd')) |
           static_cast<unsigned>((c == 'v') & (before == 'n')) |
           static_cast<unsigned>((c == 'r') & ((before == 's') | (before == 'c')));
  };
  std::size_t at = 0;
  constexpr std::size_t step = 16;
  for (; at + step < classes.size(); at += step) {
    std::array<char, step> before;
    std::array<char, step> letters;
    std::memcpy(before.data(), classes.data() + at, step);
    std::memcpy(letters.data(), classes.data() + at + 1, step);
    std::uint8_t found = 0;
    for (std::size_t i = 0; i < step; ++i) {
      found |= static_cast<std::uint8_t>(are_of_one(before[i], letters[i]));
    }
    if (found != 0) {
      return true;
    }
  }
  for (; at + 1 < classes.size(); ++at) {
    if (are_of_one(classes[at], classes[at + 1]) != 0) {
      return true;
    }
  }
  return false;
}

bool is_screen_reader_class(std::string_view classes) {
  // Each of them has one of these, and few other classes have.
  if (!has_screen_reader_letters(classes)) {
    return false;
  }
  const auto has = [&](std::string_view part) { return classes.find(part) != classes.npos; };
  if (!has("idden") && !has("sr") && !has("creen") && !has("nvisib")) {
    return false;
  }
  constexpr std::size_t longest = 1024;
  std::array<char, longest> letters;
  std::size_t size = 0;
  for (const char c : classes.substr(0, longest)) {
    if (c != '-' && c != '_') {
      letters[size++] = to_ascii_lower(c);
    }
  }
  const std::string_view plain{letters.data(), size};
  for (std::size_t i = 0; i < size; ++i) {
    for (const std::string_view part : screen_reader_classes) {
      if (part.front() == plain[i] && plain.substr(i).starts_with(part)) {
        return true;
      }
    }
  }
  return false;
}

/// Whether a style attribute has `property: value`, spaces and letter case aside.
bool style_says(std::string_view style, std::string_view property, std::string_view value) {
  std::string plain;
  for (const char c : style) {
    if (!is_html_space(c)) {
      plain += to_ascii_lower(c);
    }
  }
  for (std::size_t at = plain.find(property); at != std::string::npos;
       at = plain.find(property, at + 1)) {
    const bool whole = at == 0 || plain[at - 1] == ';';
    const std::string_view rest = std::string_view{plain}.substr(at + property.size());
    if (whole && rest.starts_with(':') && rest.substr(1).starts_with(value)) {
      return true;
    }
  }
  return false;
}

bool style_hides(std::string_view style) {
  if (style.find("one") == style.npos && style.find("idden") == style.npos) {
    return false;
  }
  // Pages that hide themselves until a script has run are what a reader sees after all, so only
  // what is never laid out counts, not what is transparent.
  return style_says(style, "display", "none") || style_says(style, "visibility", "hidden");
}

/// Words in the class or id of what holds an advertisement, the names of ad servers' slots (Google
/// Publisher Tag's div-gpt-ad, DFP) among them.
constexpr std::array slot_words = std::to_array<std::string_view>({"ad",
                                                                   "ads",
                                                                   "adslot",
                                                                   "adunit",
                                                                   "adv",
                                                                   "advert",
                                                                   "advertisement",
                                                                   "advertising",
                                                                   "adverts",
                                                                   "anzeige",
                                                                   "dfp",
                                                                   "gpt",
                                                                   "publicidad",
                                                                   "werbung"});

/// Whether a word begins with the two letters of a slot word.
bool may_be_slot_word(std::string_view word) {
  constexpr std::size_t shortest = 2;
  if (word.size() < shortest) {
    return false;
  }
  const char second = to_ascii_lower(word[1]);
  switch (to_ascii_lower(word[0])) {
    case 'a':
      return second == 'd' || second == 'n';
    case 'd':
      return second == 'f';
    case 'g':
      return second == 'p';
    case 'p':
      return second == 'u';
    case 'w':
      return second == 'e';
    default:
      return false;
  }
}

bool names_a_slot(std::string_view names) {
  constexpr std::size_t longest = 256;
  names = names.substr(0, longest);
  // A digit belongs to its word: `4ad7` is a part of a name that a program made.
  const auto ends_word = [](char c) { return !is_ascii_letter(c) && !is_ascii_digit(c); };
  while (!names.empty()) {
    const auto end = std::ranges::find_if(names, ends_word);
    const std::string_view word{names.begin(), end};
    if (may_be_slot_word(word) && std::ranges::binary_search(slot_words, ascii_lowered(word))) {
      return true;
    }
    names.remove_prefix(std::min(word.size() + 1, names.size()));
  }
  return false;
}

/// Characters but spaces, at most, of what labels an advertisement: `Advertisement. Scroll to
/// continue reading.`
constexpr std::size_t longest_label = 48;

bool is_figure_or_heading(Tag tag) {
  switch (tag) {
    case Tag::figure:
    case Tag::h1:
    case Tag::h2:
    case Tag::h3:
    case Tag::h4:
    case Tag::h5:
    case Tag::h6:
      return true;
    default:
      return false;
  }
}

/// Whether `element` holds no more text than a label, and nothing that articles are made of.
bool holds_a_label(const Tree& tree, NodeId element) {
  constexpr NodeId most_nodes = 64;
  if (tree.end(element) - element > most_nodes) {
    return false;
  }
  std::size_t size = 0;
  for (NodeId at = element; at < tree.end(element); ++at) {
    if (is_figure_or_heading(tree.tag(at))) {
      return false;
    }
    if (tree.is_text(at) && tree.tag(tree.parent(at)) != Tag::script) {
      size += static_cast<std::size_t>(std::ranges::count_if(
          tree.text(at), [](char c) { return !is_html_space(c) && (c & 0xC0) != 0x80; }));
    }
  }
  return size <= longest_label;
}

/// Works out what hides its content. What a class or id says is worked out once for all elements
/// that have it.
class HidingFinder {
public:
  explicit HidingFinder(const Tree& tree) : tree_{tree} {
    for (std::uint32_t name = 0; name < tree.name_count(); ++name) {
      screen_reader_.push_back(is_screen_reader_class(tree.name_text(name)));
      slot_.push_back(names_a_slot(tree.name_text(name)));
    }
  }

  bool is_hiding(NodeId element) const {
    switch (tree_.tag(element)) {
      case Tag::text:
      case Tag::document:
      case Tag::html:
      case Tag::body:
        return false;
      case Tag::head:
      case Tag::title:
      case Tag::script:
      case Tag::style:
      case Tag::template_element:
      case Tag::noscript:
      case Tag::noframes:
      case Tag::noembed:
      case Tag::iframe:
      case Tag::object:
      case Tag::audio:
      case Tag::video:
      case Tag::canvas:
      case Tag::svg:
      case Tag::select:
      case Tag::textarea:
      case Tag::datalist:
      case Tag::rp:
        return true;
      default:
        return tree_.attribute_count(element) > 0 && attributes_hide(element);
    }
  }

private:
  bool attributes_hide(NodeId element) const {
    const std::size_t count = tree_.attribute_count(element);
    bool slot = false;
    for (std::size_t i = 0; i < count; ++i) {
      const AttributeValue at = tree_.attribute(element, i);
      switch (at.attribute) {
        case Attribute::hidden:
          return true;
        case Attribute::aria_hidden:
          if (at.value == "true") {
            return true;
          }
          break;
        case Attribute::style:
          if (style_hides(at.value)) {
            return true;
          }
          break;
        case Attribute::class_name:
          if (screen_reader_[at.number]) {
            return true;
          }
          slot = slot || slot_[at.number];
          break;
        case Attribute::id:
          slot = slot || slot_[at.number];
          break;
        default:
          break;
      }
    }
    // A place for an advertisement stands there one hour and not the next. What stands in it comes
    // by a script, so a page as served has a label there, or nothing. An element with more text is
    // none, whatever it is called.
    return slot && holds_a_label(tree_, element);
  }

  const Tree& tree_;
  std::vector<bool> screen_reader_;  ///< by number of name: hides what is for screen readers
  std::vector<bool> slot_;           ///< by number of name: a place for an advertisement
};

/// Writes text as a browser lays it out, one line a line.
class LineWriter {
public:
  void add(std::string_view text, bool preformatted) {
    for (const char c : text) {
      if (preformatted && c == '\n') {
        break_line();
      } else if (is_html_space(c)) {
        space_ = true;
      } else {
        flush_space();
        text_ += c;
      }
    }
  }

  void break_line() {
    space_ = false;
    if (!text_.empty() && text_.back() != '\n') {
      text_ += '\n';
    }
  }

  void add_mark(std::string_view mark) {
    flush_space();
    text_ += mark;
  }

  /// Ends what add_mark() began; what was empty leaves nothing.
  void end_mark(std::string_view mark) {
    if (text_.ends_with(mark)) {
      text_.resize(text_.size() - mark.size());
    } else {
      text_ += mark;
    }
  }

  std::string take() {
    while (!text_.empty() && text_.back() == '\n') {
      text_.pop_back();
    }
    return std::move(text_);
  }

private:
  void flush_space() {
    if (space_ && !text_.empty() && text_.back() != '\n') {
      text_ += ' ';
    }
    space_ = false;
  }

  std::string text_;
  bool space_ = false;
};

bool is_struck(Tag tag) {
  return tag == Tag::s || tag == Tag::strike || tag == Tag::del;
}

bool is_cell(Tag tag) {
  return tag == Tag::td || tag == Tag::th;
}

constexpr std::string_view struck_mark = "~~";

class VisibleText {
public:
  explicit VisibleText(const Tree& tree) : tree_{tree} {}

  std::string read(NodeId root) {
    for (NodeId at = root; at < tree_.end(root);) {
      leave_before(at);
      if (tree_.is_text(at)) {
        const std::optional<std::string> high = superscript(tree_, at);
        writer_.add(high ? *high : tree_.text(at), preformatted_ > 0);
        ++at;
      } else if (at != root && hides_its_content(tree_, at)) {
        at = tree_.end(at);
      } else {
        enter(at);
        ++at;
      }
    }
    leave_before(tree_.end(root));
    return writer_.take();
  }

private:
  void enter(NodeId element) {
    const Tag tag = tree_.tag(element);
    if (tag == Tag::br || (is_block(tag) && !is_cell(tag))) {
      writer_.break_line();
    }
    if (is_cell(tag) && has_cell_before(element)) {
      writer_.add(" ", false);
      writer_.add_mark("|");
      writer_.add(" ", false);
    }
    if (is_struck(tag)) {
      writer_.add_mark(struck_mark);
    }
    preformatted_ += is_preformatted(tag) ? 1 : 0;
    open_.push_back(element);
  }

  void leave_before(NodeId next) {
    while (!open_.empty() && tree_.end(open_.back()) <= next) {
      const Tag tag = tree_.tag(open_.back());
      open_.pop_back();
      preformatted_ -= is_preformatted(tag) ? 1 : 0;
      if (is_struck(tag)) {
        writer_.end_mark(struck_mark);
      }
      if (is_block(tag) && !is_cell(tag)) {
        writer_.break_line();
      }
    }
  }

  static bool is_preformatted(Tag tag) {
    return tag == Tag::pre || tag == Tag::listing || tag == Tag::xmp || tag == Tag::plaintext;
  }

  bool has_cell_before(NodeId cell) const {
    for (NodeId at = tree_.first_child(tree_.parent(cell)); at < cell;
         at = tree_.next_sibling(at)) {
      if (is_cell(tree_.tag(at))) {
        return true;
      }
    }
    return false;
  }

  const Tree& tree_;
  LineWriter writer_;
  std::vector<NodeId> open_;
  int preformatted_ = 0;
};

}  // namespace

std::vector<bool> find_hiding(const Tree& tree) {
  const HidingFinder finder{tree};
  std::vector<bool> hiding(tree.size());
  for (NodeId id = 0; id < tree.size(); ++id) {
    hiding[id] = finder.is_hiding(id);
  }
  return hiding;
}

std::optional<std::string> superscript(const Tree& tree, NodeId node) {
  const auto is_in_sup = [&](NodeId of) {
    return tree.parent(of) != no_node && tree.tag(tree.parent(of)) == Tag::sup;
  };
  if (!tree.is_text(node) || !(is_in_sup(node) || (tree.tag(tree.parent(node)) == Tag::a &&
                                                   is_in_sup(tree.parent(node))))) {
    return std::nullopt;
  }
  constexpr std::string_view low = "0123456789+-()";
  constexpr auto high = std::to_array<std::string_view>(
      {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁺", "⁻", "⁽", "⁾"});
  constexpr std::string_view minus = "−";
  std::string text;
  for (std::string_view rest = tree.text(node); !rest.empty();) {
    const std::size_t place = rest.starts_with(minus) ? low.find('-') : low.find(rest.front());
    if (place == std::string_view::npos) {
      return std::nullopt;
    }
    text += high[place];
    rest.remove_prefix(rest.starts_with(minus) ? minus.size() : 1);
  }
  return text;
}

std::vector<bool> find_hidden(const Tree& tree) {
  std::vector<bool> hidden(tree.size());
  for (NodeId at = 0; at < tree.size();) {
    if (!tree.is_text(at) && hides_its_content(tree, at)) {
      std::fill(hidden.begin() + at, hidden.begin() + tree.end(at), true);
      at = tree.end(at);
    } else {
      ++at;
    }
  }
  return hidden;
}

bool is_block(Tag tag) {
  switch (tag) {
    case Tag::address:
    case Tag::article:
    case Tag::aside:
    case Tag::blockquote:
    case Tag::body:
    case Tag::caption:
    case Tag::center:
    case Tag::dd:
    case Tag::details:
    case Tag::dialog:
    case Tag::dir:
    case Tag::div:
    case Tag::dl:
    case Tag::dt:
    case Tag::fieldset:
    case Tag::figcaption:
    case Tag::figure:
    case Tag::footer:
    case Tag::form:
    case Tag::h1:
    case Tag::h2:
    case Tag::h3:
    case Tag::h4:
    case Tag::h5:
    case Tag::h6:
    case Tag::header:
    case Tag::hgroup:
    case Tag::hr:
    case Tag::html:
    case Tag::legend:
    case Tag::li:
    case Tag::listing:
    case Tag::main:
    case Tag::menu:
    case Tag::nav:
    case Tag::ol:
    case Tag::optgroup:
    case Tag::option:
    case Tag::p:
    case Tag::plaintext:
    case Tag::pre:
    case Tag::search:
    case Tag::section:
    case Tag::summary:
    case Tag::table:
    case Tag::tbody:
    case Tag::td:
    case Tag::tfoot:
    case Tag::th:
    case Tag::thead:
    case Tag::tr:
    case Tag::ul:
    case Tag::xmp:
      return true;
    default:
      return false;
  }
}

std::string visible_text(const Tree& tree, NodeId id) {
  return VisibleText{tree}.read(id);
}

std::string visible_line(const Tree& tree, NodeId id) {
  std::string line = visible_text(tree, id);
  std::ranges::replace(line, '\n', ' ');
  return line;
}

}  // namespace arch::html
