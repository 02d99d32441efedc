#include "bench/perturb.hpp"

#include "html/tag_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <random>
#include <vector>

namespace arch::bench {

namespace {

using html::Tag;
using html::Token;
using Kind = html::Token::Kind;

class Perturber {
public:
  Perturber(std::string_view page, std::string_view document, Change change, std::uint32_t seed)
      : document_{document}, change_{change}, salt_{seed}, random_{seed} {
    html::TagReader reader{page};
    for (Token token = reader.next(); token.kind != Kind::end; token = reader.next()) {
      tokens_.push_back(token);
      if (token.kind == Kind::start_tag && html::is_raw(token.tag)) {
        tokens_.push_back({.kind = Kind::comment, .source = reader.take_raw(token.tag)});
      } else if (token.kind == Kind::start_tag && token.tag == Tag::svg && !token.self_closing) {
        skip_svg(reader);
      }
    }
  }

  std::string apply() {
    for (at_ = 0; at_ < tokens_.size(); ++at_) {
      const Token& token = tokens_[at_];
      in_body_ = in_body_ || (token.kind == Kind::start_tag && token.tag == Tag::body);
      if (token.tag == Tag::table && token.kind != Kind::text) {
        tables_ += token.kind == Kind::start_tag ? 1 : -1;
      }
      if (change_ == Change::related_links && reverse_list()) {
        continue;
      }
      before(token);
      if (change_ == Change::counters && token.kind == Kind::text) {
        write_counter(token);
      } else if (change_ == Change::class_names && token.kind == Kind::start_tag) {
        write_renamed(token);
      } else {
        result_ += token.source;
      }
      after(token);
    }
    return std::move(result_);
  }

private:
  void skip_svg(html::TagReader& reader) {
    // What is within is one piece, so that nothing is put into it.
    while (true) {
      const Token token = reader.next();
      if (token.kind == Kind::end) {
        return;
      }
      const bool ends = token.kind == Kind::end_tag && token.tag == Tag::svg;
      tokens_.push_back({.kind = Kind::comment, .source = token.source});
      if (ends) {
        return;
      }
    }
  }

  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }

  bool one_in(std::uint32_t n) { return below(n) == 0; }

  std::string words(std::uint32_t count) {
    constexpr std::array list = std::to_array<std::string_view>({"city",
                                                                 "council",
                                                                 "reopens",
                                                                 "bridge",
                                                                 "after",
                                                                 "storm",
                                                                 "prices",
                                                                 "rise",
                                                                 "minister",
                                                                 "says",
                                                                 "new",
                                                                 "plan",
                                                                 "for",
                                                                 "schools",
                                                                 "team",
                                                                 "wins",
                                                                 "final"});
    std::string text;
    for (std::uint32_t i = 0; i < count; ++i) {
      text += (i > 0 ? " " : "") + std::string{list[random_() % list.size()]};
    }
    return text;
  }

  void before(const Token& token) {
    if (!in_body_) {
      return;
    }
    const bool paragraph = token.kind == Kind::start_tag && token.tag == Tag::p;
    const bool end_of_body = token.kind == Kind::end_tag && token.tag == Tag::body;
    switch (change_) {
      case Change::advertisements:
        if (paragraph && tables_ <= 0 && one_in(5)) {
          result_ += fmt::format(
              "<div class=\"ad-slot ad-{0}\"><span class=\"ad-label\">Advertisement</span><a "
              "href=\"https://ads.example/{0}\"><img src=\"/{0}.gif\" alt=\"\"></a></div>",
              below(1000));
        }
        break;
      case Change::comments:
        if (end_of_body) {
          result_ += "<section class=\"comments\" id=\"comments\"><h3>Comments</h3>";
          for (std::uint32_t i = below(6); i > 0; --i) {
            result_ += fmt::format(
                "<div class=\"comment\"><span class=\"comment-author\">{}</span><p>{}.</p></div>",
                words(2),
                words(12 + below(30)));
          }
          result_ += "</section>";
        }
        break;
      case Change::teasers:
        if (end_of_body || (token.tag == Tag::footer && token.kind == Kind::start_tag)) {
          result_ += "<aside class=\"related-stories\"><h3>More news</h3><ul>";
          for (std::uint32_t i = 2 + below(8); i > 0; --i) {
            result_ += fmt::format("<li class=\"teaser\"><a href=\"/{}\">{}</a></li>",
                                   below(9999),
                                   words(6 + below(6)));
          }
          result_ += "</ul></aside>";
        }
        break;
      case Change::scripts:
        if (token.kind == Kind::start_tag && one_in(12) && token.tag != Tag::tr &&
            token.tag != Tag::td) {
          result_ +=
              one_in(2)
                  ? fmt::format("<!-- {} -->", words(5))
                  : fmt::format("<script>var x{} = '<p>{}</p>';</script>", below(99), words(9));
        }
        break;
      case Change::wrappers:
        if (end_of_body && wrapped_) {
          result_ += "</div></div>";
        }
        if (paragraph && one_in(4) && is_closed_paragraph()) {
          result_ += "<div class=\"wrap\">";
          closing_ = true;
        }
        break;
      default:
        break;
    }
  }

  void after(const Token& token) {
    if (change_ != Change::wrappers) {
      return;
    }
    if (token.kind == Kind::start_tag && token.tag == Tag::body && !wrapped_) {
      result_ += "<div id=\"app\"><div>";
      wrapped_ = true;
    }
    if (closing_ && token.kind == Kind::end_tag && token.tag == Tag::p) {
      result_ += "</div>";
      closing_ = false;
    }
  }

  /// Whether the paragraph at at_ ends with its own end tag before another block begins.
  bool is_closed_paragraph() const {
    for (std::size_t i = at_ + 1; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.tag == Tag::p && token.kind == Kind::end_tag) {
        return true;
      }
      const bool inline_tag = token.tag == Tag::a || token.tag == Tag::b || token.tag == Tag::i ||
                              token.tag == Tag::em || token.tag == Tag::strong ||
                              token.tag == Tag::span || token.tag == Tag::br;
      if ((token.kind == Kind::start_tag || token.kind == Kind::end_tag) && !inline_tag) {
        return false;
      }
    }
    return false;
  }

  /// Numbers in elements that are named for counting something.
  void write_counter(const Token& token) {
    std::size_t tag = at_;
    while (tag > 0 && tokens_[tag].kind != Kind::start_tag) {
      --tag;
    }
    const std::string_view names = tokens_[tag].rest;
    bool counts = false;
    if (document_.find(token.source) != std::string_view::npos || is_sentence(token.source)) {
      result_ += token.source;
      return;
    }
    for (const std::string_view name : {"-count", "_count", "share", "views", "likes"}) {
      counts = counts || names.find(name) != std::string_view::npos;
    }
    for (const char c : token.source) {
      const bool digit = c >= '0' && c <= '9';
      result_ += counts && digit ? static_cast<char>('1' + static_cast<int>(below(9))) : c;
    }
  }

  /// Counters have few words.
  static bool is_sentence(std::string_view text) { return std::ranges::count(text, ' ') > 12; }

  void write_renamed(const Token& token) {
    std::string_view rest = token.rest;
    html::RawAttribute attribute;
    while (html::take_attribute(rest, attribute)) {
      if (attribute.name == "class" && attribute.source.size() > attribute.value.size() + 7) {
        const char* const end = attribute.value.data() + attribute.value.size();
        result_ += token.source.substr(0, static_cast<std::size_t>(end - token.source.data()));
        // The same for elements of the same class, as build tools do.
        const std::size_t hash = std::hash<std::string_view>{}(attribute.value) + salt_;
        result_ += fmt::format(" css-{:06x}", hash & 0xFF'FFFFU);
        result_.append(end, token.source.data() + token.source.size());
        return;
      }
    }
    result_ += token.source;
  }

  /// Writes a list at at_ whose items are nothing but links in the reverse order.
  bool reverse_list() {
    if (tokens_[at_].kind != Kind::start_tag || tokens_[at_].tag != Tag::ul) {
      return false;
    }
    std::vector<std::string> items;
    std::size_t i = at_ + 1;
    bool in_link = false;
    for (; i < tokens_.size() && !(tokens_[i].tag == Tag::ul && tokens_[i].kind == Kind::end_tag);
         ++i) {
      const Token& token = tokens_[i];
      const bool start = token.kind == Kind::start_tag;
      if (token.tag == Tag::li && start) {
        items.emplace_back();
      } else if (token.tag == Tag::a && token.kind != Kind::text) {
        in_link = start;
      } else if ((token.tag != Tag::li && token.tag != Tag::span &&
                  (start || token.kind == Kind::end_tag)) ||
                 (token.kind == Kind::text && !in_link &&
                  token.source.find_first_not_of(" \t\r\n") != std::string_view::npos)) {
        return false;
      }
      if (token.kind == Kind::text && in_link && document_.find(token.source) != document_.npos) {
        return false;
      }
      if (!items.empty()) {
        items.back() += token.source;
      }
    }
    if (items.size() < 2 || i == tokens_.size()) {
      return false;
    }
    result_ += tokens_[at_].source;
    for (auto item = items.rbegin(); item != items.rend(); ++item) {
      result_ += *item;
    }
    at_ = i - 1;
    return true;
  }

  std::string_view document_;
  Change change_;
  std::uint32_t salt_;
  std::mt19937 random_;
  std::vector<Token> tokens_;
  std::string result_;
  std::size_t at_ = 0;
  int tables_ = 0;  ///< that are open
  bool in_body_ = false;
  bool wrapped_ = false;
  bool closing_ = false;
};

}  // namespace

std::string perturb(std::string_view page,
                    std::string_view document,
                    Change change,
                    std::uint32_t seed) {
  return Perturber{page, document, change, seed}.apply();
}

}  // namespace arch::bench
