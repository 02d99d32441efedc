#pragma once

#include "html/names.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace arch::html {

/// A piece of markup, by the rules of HTML's tokenizer.
struct Token {
  enum class Kind : std::uint8_t {
    text,  ///< up to the next `<` that begins something, or the content of a raw element
    start_tag,
    end_tag,
    cdata,        ///< text in which nothing is markup; its source is without `<![CDATA[` and `]]>`
    declaration,  ///< a doctype
    comment,      ///< or what counts as one: `<!…>`, `<?…>`, `</…>` without a name
    end,
  };

  Kind kind = Kind::end;
  Tag tag = Tag::other;          ///< of a tag
  bool self_closing = false;     ///< of a start tag
  std::string_view source = {};  ///< all of it, as the page has it
  std::string_view name = {};    ///< of a tag, in the page's letter case
  std::string_view rest = {};    ///< of a tag: what follows its name, without the `>`
};

/// One attribute as the page writes it.
struct RawAttribute {
  std::string_view source = {};  ///< all of it, quotes included
  std::string_view name = {};
  std::string_view value = {};  ///< without quotes, character references as they are
};

/// Reads the next attribute from what is left of a tag; returns whether there is one.
bool take_attribute(std::string_view& rest, RawAttribute& attribute);

/// Whether the current node of a tree that is being made is one of HTML, or of svg or math.
enum class Content : std::uint8_t { html, foreign };

/// Splits a page into tokens. Which elements are raw depends on where they are, so their content is
/// read as markup unless take_raw() is called.
class TagReader {
public:
  /// `page` must outlive the tokens.
  explicit TagReader(std::string_view page) : page_{page} {}

  /// Reads the next token; Token::Kind::end when there is none. In foreign content, and only
  /// there, `<![CDATA[` begins a text.
  Token next(Content content = Content::html);

  /// Reads the content of a raw element, whose start tag was read last, up to its end tag, which
  /// comes next, or to the end of the page.
  std::string_view take_raw(Tag tag);

private:
  Token read_markup();
  Token read_cdata();
  Token read_tag(std::size_t name_begin, Token::Kind kind);
  Token comment_up_to(std::size_t end);

  std::string_view page_;
  std::size_t at_ = 0;
};

/// Whether the content of an element is text whatever it looks like (raw text and escapable raw
/// text of the standard, and script).
bool is_raw(Tag tag);

}  // namespace arch::html
