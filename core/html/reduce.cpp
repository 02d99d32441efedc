#include "html/reduce.hpp"

#include "html/open_elements.hpp"
#include "html/tag_reader.hpp"
#include "html/visible.hpp"

#include <string>
#include <string_view>
#include <unordered_set>

namespace arch::html {

namespace {

using Kind = Token::Kind;

/// The steps that a parser may take: a quarter of a second of MyHTML's. The longest of 1,012 real
/// pages, of 9 MB, took 1 % of them.
constexpr std::size_t most_work = 50'000'000;

/// Pictures within attributes (`data:`) and settings of scripts are longer; no reader sees them.
constexpr std::size_t longest_value = 16'384;

/// `<html>` and `<body>` may be repeated; each gives its attributes to the first.
constexpr std::size_t most_roots = 16;

/// MyHTML looks names of its own up in a list; pages that are made of components have some 50.
constexpr std::size_t most_names = 1'000;

/// Values of attributes that arch has no use for itself may be asked for by rules, when short.
constexpr std::size_t longest_other_value = 64;

/// Whether an attribute can mean something to a reader of arch. Handlers of events, styles that do
/// not hide, and the settings of scripts cannot.
bool is_wanted(const RawAttribute& attribute) {
  const std::string_view name = attribute.name;
  if (name.size() > 2 && (name[0] | 0x20) == 'o' && (name[1] | 0x20) == 'n') {
    return false;
  }
  if (name == "style") {
    return attribute.value.size() <= longest_value &&
           (attribute.value.find("isplay") != std::string_view::npos ||
            attribute.value.find("isibility") != std::string_view::npos);
  }
  const bool known = html::find_attribute(name) != Attribute::other;
  return attribute.value.size() <= (known ? longest_value : longest_other_value);
}

class Reducer {
public:
  Reducer(std::string_view page, const Limits& limits, Reduced& reduced)
      : reader_{page}, limits_{limits}, reduced_{reduced} {
    reduced_.markup.reserve(page.size() / 2);
  }

  bool reduce() {
    for (Token token = reader_.next(); token.kind != Kind::end; token = reader_.next()) {
      switch (token.kind) {
        case Kind::start_tag:
          start(token);
          break;
        case Kind::end_tag:
          ++nodes_;
          note_name(token);
          open_.read_end(token);
          reduced_.markup += "</";
          reduced_.markup += token.name;
          reduced_.markup += '>';
          break;
        case Kind::text:
        case Kind::declaration:
          ++nodes_;
          reduced_.markup += token.source;
          break;
        default:
          break;
      }
      if (nodes_ > limits_.nodes || open_.depth() > limits_.depth || open_.work() > most_work ||
          names_.size() > most_names) {
        return false;
      }
    }
    return true;
  }

  void flatten() {
    bool in_paragraph = false;
    for (Token token = reader_.next(); token.kind != Kind::end && nodes_ < limits_.nodes;
         token = reader_.next()) {
      if (token.kind == Kind::text) {
        reduced_.markup += token.source;
        nodes_ += in_paragraph ? 2 : 0;
        in_paragraph = false;
      } else if (token.kind == Kind::start_tag && is_raw(token.tag)) {
        const bool kept = token.tag == Tag::title || token.tag == Tag::script;
        kept ? start(token) : void(reader_.take_raw(token.tag));
      } else if ((token.kind == Kind::start_tag || token.kind == Kind::end_tag) &&
                 (is_block(token.tag) || token.tag == Tag::br) && !in_paragraph) {
        reduced_.markup += "<p>";
        in_paragraph = true;
      }
    }
  }

private:
  void start(const Token& token) {
    ++nodes_;
    note_name(token);
    open_.read_start(token);
    reduced_.markup += '<';
    reduced_.markup += token.name;
    append_attributes(token);
    reduced_.markup += token.self_closing ? "/>" : ">";
    if (token.tag == Tag::svg && !token.self_closing) {
      reader_.skip_foreign();
    } else if (is_raw(token.tag)) {
      append_raw(token.tag);
    }
  }

  void note_name(const Token& token) {
    if (token.tag == Tag::other) {
      names_.insert(token.name);
    }
  }

  void append_attributes(const Token& token) {
    if (token.rest.empty() ||
        ((token.tag == Tag::html || token.tag == Tag::body) && ++roots_ > most_roots)) {
      return;
    }
    std::string_view rest = token.rest;
    RawAttribute attribute;
    std::size_t count = 0;
    while (take_attribute(rest, attribute) && count < limits_.attributes &&
           attributes_ < limits_.all_attributes) {
      if (is_wanted(attribute)) {
        ++count;
        ++attributes_;
        reduced_.markup += ' ';
        reduced_.markup += attribute.source;
      }
    }
  }

  void append_raw(Tag tag) {
    const std::string_view content = reader_.take_raw(tag);
    if (tag == Tag::script) {
      reduced_.markup += std::to_string(reduced_.scripts.size());
      reduced_.scripts.push_back(content);
    } else if (tag != Tag::style && tag != Tag::iframe) {
      reduced_.markup += content;
    }
  }

  TagReader reader_;
  const Limits& limits_;
  Reduced& reduced_;
  OpenElements open_;
  std::unordered_set<std::string_view> names_;  ///< of elements that arch does not know
  std::size_t nodes_ = 0;
  std::size_t attributes_ = 0;
  std::size_t roots_ = 0;
};

}  // namespace

bool reduce(std::string_view page, const Limits& limits, Reduced& reduced) {
  return Reducer{page, limits, reduced}.reduce();
}

Reduced flatten(std::string_view page, const Limits& limits) {
  Reduced reduced;
  Reducer{page, limits, reduced}.flatten();
  return reduced;
}

}  // namespace arch::html
