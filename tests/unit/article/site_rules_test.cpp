#include "article/site_rules.hpp"

#include "article/document.hpp"
#include "article/read_page.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace arch::article {
namespace {

using arch::as_bytes;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view address = "https://www.valley.example/news/flood";
constexpr std::string_view page =
    "<!doctype html><html lang=en><title>Flood in the valley</title><body><article>"
    "<h1>Flood in the valley</h1><p class=when>04/05/2026</p>"
    "<p>The river rose in the night and took the old bridge with it, and twelve people died in the "
    "lower town, the mayor said on Tuesday morning.</p>"
    "<p class=house>The Valley Post has printed the news of this valley since it was founded by "
    "two "
    "brothers, and is read in every village along the river.</p>"
    "<div class=comments><p class=letter>A reader in the lower town writes to us that the bridge "
    "had "
    "been closed to lorries for a year, and that nobody had come to mend it.</p></div>"
    "<p>The road to the valley is open again for lorries, and engineers of the army are to build a "
    "bridge for the time being before the end of the week.</p></article>";

RuleSelector selector(std::string_view text) {
  return {.text = std::string{text}, .selector = html::Selector::parse(text).value()};
}

ReadDocument read(const SiteRules& rules, UtcTime observed = {1000}) {
  return read_document(as_bytes(page), address, "text/html; charset=utf-8", observed, rules);
}

TEST(SiteRules, DropAndKeepWhatTheModelReadsOtherwise) {
  const ReadDocument plain = read({});
  EXPECT_THAT(plain.text, HasSubstr("founded by two brothers"));
  EXPECT_THAT(plain.text, Not(HasSubstr("A reader in the lower town")));
  EXPECT_EQ(plain.reader, page_reader_name());
  const SiteRules rules{
      {.host = "valley.example", .keep = {selector(".letter")}, .drop = {selector("p.house")}}};
  const ReadDocument ruled = read(rules);
  EXPECT_THAT(ruled.text, Not(HasSubstr("founded by two brothers")));
  EXPECT_THAT(ruled.text, HasSubstr("A reader in the lower town"));
  EXPECT_THAT(ruled.text, HasSubstr("engineers of the army"));
  EXPECT_EQ(ruled.reader, page_reader_name() + rule_mark(rules[0]));
}

TEST(SiteRules, LetTheInnermostElementDecide) {
  const SiteRules rules{{.host = "valley.example",
                         .keep = {selector(".comments")},
                         .drop = {selector("article"), selector(".letter")}}};
  EXPECT_THAT(read(rules).text, Not(HasSubstr("A reader in the lower town")));
  const SiteRules other{
      {.host = "valley.example", .keep = {selector(".letter")}, .drop = {selector(".comments")}}};
  EXPECT_THAT(read(other).text, HasSubstr("A reader in the lower town"));
}

TEST(SiteRules, SayWhyABlockIsKeptOrDropped) {
  const SiteRule rule{
      .host = "valley.example", .keep = {selector(".letter")}, .drop = {selector(".house")}};
  const PageReading reading = read_page(as_bytes(page), {.url = address, .rule = &rule});
  std::vector<std::string> reasons;
  reasons.reserve(reading.body.fates.size());
  for (const BlockFate& fate : reading.body.fates) {
    reasons.push_back(text_of(fate.reason));
  }
  EXPECT_EQ(std::ranges::count(reasons, "dropped by the rule for its site"), 1);
  EXPECT_EQ(std::ranges::count(reasons, "kept by the rule for its site"), 1);
}

TEST(SiteRules, SayWhichNumberOfADateIsTheDay) {
  const auto published = [](std::optional<DayOrder> order) {
    const SiteRules rules{{.host = "valley.example", .drop = {selector(".house")}, .dates = order}};
    return parse_document(read(rules).text).published.value_or("");
  };
  EXPECT_EQ(published(DayOrder::day_first), "2026-05-04");
  EXPECT_EQ(published(DayOrder::month_first), "2026-04-05");
}

TEST(SiteRules, AreFoundByHostAndTimeTheLastFirst) {
  const SiteRules rules{
      {.host = "valley.example"},
      {.host = "news.valley.example", .from = UtcTime{100}, .until = UtcTime{200}}};
  const auto found = [&](std::string_view url, std::int64_t time) {
    const SiteRule* rule = find_rule(rules, url, UtcTime{time});
    return rule == nullptr ? -1 : static_cast<int>(rule - rules.data());
  };
  EXPECT_EQ(found("https://news.valley.example/a", 99), 0);
  EXPECT_EQ(found("https://news.valley.example/a", 100), 1);
  EXPECT_EQ(found("https://news.valley.example/a", 199), 1);
  EXPECT_EQ(found("https://news.valley.example/a", 200), 0);
  EXPECT_EQ(found("https://www.valley.example/a", 150), 0);
  EXPECT_EQ(found("https://evalley.example/a", 150), -1);
  EXPECT_EQ(found("", 150), -1);
}

TEST(SiteRules, GiveReadersThatReadOtherwiseAnotherName) {
  const SiteRule rule{.host = "a.example", .drop = {selector(".x")}};
  SiteRule elsewhere = rule;
  elsewhere.host = "b.example";
  elsewhere.from = UtcTime{5};
  EXPECT_EQ(rule_mark(rule), rule_mark(elsewhere));
  SiteRule kept = rule;
  std::swap(kept.keep, kept.drop);
  EXPECT_NE(rule_mark(rule), rule_mark(kept));
  const SiteRules rules{rule};
  const ByteView html = as_bytes(page);
  EXPECT_EQ(reader_of(html, "https://a.example/", {}, rules), page_reader_name() + rule_mark(rule));
  EXPECT_EQ(reader_of(html, "https://b.example/", {}, rules), page_reader_name());
  EXPECT_EQ(reader_of(as_bytes("Plain text"), "https://a.example/", {}, rules),
            reader_of(as_bytes("Plain text")));
}

}  // namespace
}  // namespace arch::article
