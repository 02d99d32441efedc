#include "article/page_kind.hpp"
#include "article/read_page.hpp"
#include "article/reader.hpp"
#include "article/site_rules.hpp"
#include "base/ascii.hpp"
#include "base/sha256.hpp"
#include "base/utf8.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/explain.hpp"
#include "cmd/json.hpp"
#include "cmd/page_file.hpp"
#include "cmd/raw_bytes.hpp"
#include "cmd/watch_file.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "FILE", .help = "A page; - is standard input", .kind = ValueKind::file},
};

constexpr std::array options{
    Option{.name = "url", .help = "Where the page came from", .value = "URL"},
    Option{.name = "rules",
           .help = "Read it by the rule for its site in this file, an arch.toml",
           .value = "FILE",
           .kind = ValueKind::file},
    Option{
        .name = "explain",
        .help = "Show where each field was found, and which blocks were kept or left out, and why"},
    Option{.name = "json", .help = "Print one JSON record"},
};

constexpr std::array fields{
    Field{"reader", "what read the page, and its version"},
    Field{"confidence", "0 to 1: how sure it is that this is an article, and all of it"},
    Field{"document", "id of the document"},
    Field{"headline", "null if none was found, as in all fields below"},
    Field{"standfirst", "the sentences below the headline"},
    Field{"byline", "who wrote it"},
    Field{"section", "of the site"},
    Field{"published", "a date, or a time with the offset that the page gives"},
    Field{"modified", "likewise"},
    Field{"language", "a BCP 47 tag"},
    Field{"canonical", "the article's URL"},
    Field{"corrections", "that the page declares in its data, a list"},
    Field{"blocks", "of the body, a list"},
    Field{"blocks[].kind", "paragraph, subheading, quotation, list item or image"},
    Field{"blocks[].text", "of an image its alternative text"},
    Field{"blocks[].caption", "of an image; else empty"},
    Field{"blocks[].credit", "likewise"},
    Field{"text", "the document"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch extract saved.html",
    "curl -s https://example.org/a | arch extract - --url https://example.org/a",
    "arch show --page kagame | arch extract --explain -",
};

std::string_view name_of(article::Block::Kind kind) {
  switch (kind) {
    using enum article::Block::Kind;
    case paragraph:
      return "paragraph";
    case subheading:
      return "subheading";
    case quotation:
      return "quotation";
    case list_item:
      return "list item";
    case image:
      return "image";
  }
  return {};
}

void print_record(const article::ReadDocument& read, Context& context) {
  const article::Document document = article::parse_document(read.text);
  std::vector<JsonRecord> blocks;
  blocks.reserve(document.blocks.size());
  for (const article::Block& block : document.blocks) {
    blocks.push_back(JsonRecord{}
                         .text("kind", name_of(block.kind))
                         .text("text", block.text)
                         .text("caption", block.caption)
                         .text("credit", block.credit));
  }
  context.out().line(JsonRecord{}
                         .text("reader", read.reader)
                         .decimal("confidence", read.confidence)
                         .id("document", sha256(as_bytes(read.text)))
                         .text("headline", document.headline)
                         .text("standfirst", document.standfirst)
                         .text("byline", document.byline)
                         .text("section", document.section)
                         .text("published", document.published)
                         .text("modified", document.modified)
                         .text("language", document.language)
                         .text("canonical", document.canonical)
                         .texts("corrections", document.corrections)
                         .records("blocks", blocks)
                         .text("text", read.text)
                         .str());
}

bool is_blank(ByteView page) {
  return std::ranges::all_of(without_byte_order_mark(as_text(page)), is_html_space);
}

Exit run(const Arguments& given, Context& context) {
  if (given.has("explain") && given.has("json")) {
    throw Error{ErrorKind::usage,
                "--explain and --json exclude each other",
                "--explain is for people; --json prints the fields without where they were found"};
  }
  const std::string_view url = given.find("url").value_or(std::string_view{});
  if (given.has("rules") && url.empty()) {
    throw Error{ErrorKind::usage,
                "--rules finds a rule by the host of the page's URL, and no URL was given",
                "--url says where the page came from"};
  }
  article::SharedRules shared;
  if (const auto file = given.find("rules")) {
    shared = read_watch_file(*file, context).rules;
  }
  const article::SiteRules& rules = article::rules_in(shared);
  const std::string& file = given.positional()[0];
  const Bytes page = read_page_file(file);
  check_page_url(url);
  refuse_binary(page, file);
  if (is_blank(page)) {
    throw Error{ErrorKind::unsupported,
                "the page is empty: there is no article to read",
                "was the page saved? `arch snap URL` fetches one"};
  }
  context.page();
  if (given.has("explain")) {
    if (article::kind_of_page(page) != article::PageKind::html) {
      throw Error{ErrorKind::usage,
                  "the page is no HTML: nothing of it is left out",
                  "`arch extract` without --explain prints what was read"};
    }
    print_explanation(
        article::read_page(page,
                           {.url = url, .rule = article::find_rule(rules, url, context.now())}),
        context);
    return Exit::ok;
  }
  const article::ReadDocument read = read_given_page(page, file, url, context.now(), rules);
  if (given.has("json")) {
    print_record(read, context);
  } else {
    print_raw(as_bytes(read.text), context);
  }
  if (read.confidence < article::doubtful) {
    context.warn("this may be no article, or not all of one was found",
                 "--explain shows what was left out");
  }
  return Exit::ok;
}

}  // namespace

extern const Command extract_command{
    .name = "extract",
    .summary = "Print the article that is on a page, as the archive would keep it",
    .details =
        "Needs no archive. What is printed is the document that `arch add` makes of the page: what "
        "it says of\nitself, and the article's text without menus, advertisements, related stories "
        "and comments.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
