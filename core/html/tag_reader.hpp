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

/// Splits a page into tokens. Where the standard's tokenizer asks the tree for its state (CDATA in
/// foreign content, raw elements in select), it is assumed to be in HTML's body.
class TagReader {
public:
  /// `page` must outlive the tokens.
  explicit TagReader(std::string_view page) : page_{page} {}

  /// Reads the next token; Token::Kind::end when there is none.
  Token next();

  /// Reads the content of a raw element, whose start tag was read last, up to its end tag, which
  /// comes next, or to the end of the page.
  std::string_view take_raw(Tag tag);

  /// Skips the content of svg, whose start tag was read last: up to its end tag, which comes next,
  /// or to the tag by which HTML ends foreign content. Skips nothing when neither comes.
  void skip_foreign();

private:
  Token read_markup();
  Token read_tag(std::size_t name_begin, Token::Kind kind);
  Token comment_up_to(std::size_t end);

  std::string_view page_;
  std::size_t at_ = 0;
  bool foreign_never_ends_ = false;  ///< found once, not to be looked for again
};

/// Whether the content of an element is text whatever it looks like (raw text and escapable raw
/// text of the standard, and script).
bool is_raw(Tag tag);

}  // namespace arch::html
