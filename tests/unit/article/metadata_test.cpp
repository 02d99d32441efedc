#include "article/metadata.hpp"

#include "html/parse.hpp"

#include <gmock/gmock.h>

#include <span>
#include <string>

namespace arch::article {
namespace {

constexpr std::string_view address = "https://www.news.example/world/bridge-reopens";

Metadata read(std::string_view page, const MetadataOptions& options = {.url = address}) {
  const html::ParsedPage parsed = html::parse_page(std::as_bytes(std::span{page}),
                                                   {.content_type = "text/html; charset=utf-8"});
  return read_metadata(parsed.tree, options);
}

std::string head(std::string_view inside) {
  return "<!DOCTYPE html><html lang=en><head>" + std::string{inside} + "</head><body>";
}

std::string linked(std::string_view properties) {
  return R"(<script type="application/ld+json">{"@type":"NewsArticle")" + std::string{properties} +
         "}</script>";
}

std::string best(const Field& field) {
  return std::string{value_of(field)};
}

std::string source(const Field& field) {
  return field.empty() ? "" : std::string{name_of(field.front().source)};
}

const std::string two_paragraphs =
    "<p>The two ministers met for nine hours on Tuesday, and they agreed to reopen the bridge to "
    "lorries from the first of next month.</p><p>It was closed for three years.</p>";

// Headline

TEST(Headline, IsTheHeadingThatIsMostLikeTheTitle) {
  const Metadata read_page = read(
      head("<title>Border bridge reopens after three years | The Valley</title>") +
      "<header><h1>The Valley</h1></header><main><h1>Border bridge reopens after 3 years</h1>" +
      two_paragraphs + "<h2>Bridge built in record time</h2></main>");
  EXPECT_EQ(best(read_page.headline), "Border bridge reopens after 3 years");
  EXPECT_EQ(source(read_page.headline), "heading");
  EXPECT_NE(read_page.headline_node, html::no_node);
}

TEST(Headline, IsTheTitleWithoutTheSiteWhereNoHeadingIs) {
  EXPECT_EQ(best(read(head("<meta property=og:site_name content='The Valley'>"
                           "<meta property=og:title content='Border bridge reopens - The Valley'>"))
                     .headline),
            "Border bridge reopens");
  EXPECT_EQ(best(read(head("<title>News.example: Border bridge reopens</title>")).headline),
            "Border bridge reopens");
  EXPECT_EQ(best(read(head("<title>Rwanda - Uganda: bridge reopens</title>")).headline),
            "Rwanda - Uganda: bridge reopens");
}

TEST(Headline, LosesTheKickerWithinTheHeading) {
  EXPECT_EQ(best(read(head("<meta property=og:title content='Brücke öffnet wieder'>") +
                      "<h1><span class=kicker>Grenze</span> Brücke öffnet wieder</h1>")
                     .headline),
            "Brücke öffnet wieder");
}

TEST(Headline, KeepsTheOthersAndWhereTheyStand) {
  const Field headline =
      read(head(linked(R"(,"headline":"Bridge to reopen")") +
                "<meta property=og:title content='Bridge reopens!'><title>Bridge</title>") +
           "<h1>Bridge reopens</h1>")
          .headline;
  ASSERT_EQ(headline.size(), 4U);
  EXPECT_EQ(headline[1], (FieldValue{"Bridge to reopen", FieldSource::json_ld, "headline"}));
  EXPECT_EQ(headline[2], (FieldValue{"Bridge reopens!", FieldSource::open_graph, "og:title"}));
  EXPECT_EQ(headline[3], (FieldValue{"Bridge", FieldSource::title_element, "title"}));
}

TEST(Headline, ResolvesCharacterReferencesAndTags) {
  EXPECT_EQ(best(read(head(linked(R"(,"headline":"Tea &amp; <b>bridges</b>&#8217;")"))).headline),
            "Tea & bridges’");
}

// Byline

TEST(MetadataByline, GoesFromProgramsToReaders) {
  const Metadata page =
      read(head(linked(R"(,"author":[{"name":"Jane Doe"},{"name":"John Roe"}])") +
                "<meta name=author content='The newsroom'>") +
           "<h1>Bridge reopens</h1><p class=byline>By <a rel=author href=/j>Jane Doe</a></p>");
  EXPECT_EQ(best(page.byline), "Jane Doe, John Roe");
  EXPECT_EQ(source(page.byline), "json-ld");
  EXPECT_GE(page.byline.size(), 3U);
}

TEST(MetadataByline, OfTheSiteItselfGoesLast) {
  EXPECT_EQ(best(read(head("<meta property=og:site_name content='The Valley'>" +
                           linked(R"(,"author":{"@type":"Organization","name":"The Valley"})")) +
                      "<h1>Bridge reopens</h1><div class=author-name>Jane Doe</div>")
                     .byline),
            "Jane Doe");
}

TEST(MetadataByline, IsFoundInElementsOfEachKind) {
  const std::string begin = head("<title>Bridge reopens</title>") + "<h1>Bridge reopens</h1>";
  for (const std::string element :
       {"<p class='article__byline'>By Jane Doe</p>",
        "<span itemprop=author itemscope><span itemprop=name>Jane Doe</span></span>",
        "<a rel=author href=/j>Jane Doe</a>",
        "<a href='/author/jane-doe'>Jane Doe</a>",
        "<p>By Jane Doe</p>",
        "<p>By <b>Jane Doe</b></p>",
        "<div class=author><a>Jane Doe</a><span>Staff writer</span><span>20 Nov</span></div>"}) {
    std::string page = begin;
    page += element;
    page += two_paragraphs;
    EXPECT_EQ(best(read(page).byline), "Jane Doe") << element;
  }
}

TEST(MetadataByline, IsNoLabelOfAnAdvertisementWithinIt) {
  const std::string page =
      head("<title>Bridge reopens</title>") +
      "<h1>Bridge reopens</h1><div class=author>"
      "<div class=ad-slot><span>Advertisement</span></div><a>Jane Doe</a></div>";
  EXPECT_EQ(best(read(page + two_paragraphs).byline), "Jane Doe");
}

TEST(MetadataByline, IsNoPhotographersAndNoCommenters) {
  const std::string begin = head("<title>Bridge reopens</title>") + "<h1>Bridge reopens</h1>";
  EXPECT_EQ(best(read(begin + "<figure><figcaption>By John Roe</figcaption></figure>").byline), "");
  EXPECT_EQ(best(read(begin + two_paragraphs + two_paragraphs +
                      "<div class=comments><p class=author>troll</p></div>")
                     .byline),
            "");
}

// Dates

std::string published(std::string_view page, std::string_view url = address) {
  return best(read(page, {.url = url}).published);
}

TEST(MetadataDates, AreTakenInOrderOfTrust) {
  const std::string json = linked(R"(,"datePublished":"2026-11-20T14:32:10+01:00")");
  const std::string meta =
      "<meta property='article:published_time' content='2026-11-20T13:32:10Z'>";
  EXPECT_EQ(published(head(json + meta)), "2026-11-20T14:32:10+01:00");
  EXPECT_EQ(published(head(meta)), "2026-11-20T13:32:10Z");
  const std::string begin = head("<title>Bridge reopens</title>") + "<h1>Bridge reopens</h1>";
  EXPECT_EQ(published(begin + "<time datetime=2026-11-20>yesterday</time>"), "2026-11-20");
  EXPECT_EQ(published(begin + "<span class=pubdate>20 November 2026</span>"), "2026-11-20");
  EXPECT_EQ(published(begin + "<div>Published: 20/11/2026, 14:32</div>"), "2026-11-20T14:32");
}

TEST(MetadataDates, AreReadInTheLanguageOfThePage) {
  const auto line = [](std::string_view language, std::string_view text) {
    return published("<html lang=" + std::string{language} +
                     "><title>Pont 1</title><h1>Pont 1</h1><p>" + std::string{text} + "</p>" +
                     two_paragraphs);
  };
  EXPECT_EQ(line("en-US", "11/5/2026"), "2026-11-05");
  EXPECT_EQ(line("en-GB", "11/5/2026"), "2026-05-11");
  EXPECT_EQ(line("fr", "Publié le 1er août 2026 à 14h32"), "2026-08-01T14:32");
  EXPECT_EQ(line("de", "20. November 2026, 14.32 Uhr"), "2026-11-20T14:32");
  EXPECT_EQ(line("es", "20 de noviembre de 2026"), "2026-11-20");
  EXPECT_EQ(line("pt", "20 de novembro de 2026 às 14h32"), "2026-11-20T14:32");
  EXPECT_EQ(line("ar", "نشر في 20 نوفمبر 2026"), "2026-11-20");
  EXPECT_EQ(line("he", "פורסם ב-20 בנובמבר 2026"), "2026-11-20");
  EXPECT_EQ(line("hi", "प्रकाशित: २० नवंबर २०२६"), "2026-11-20");
  EXPECT_EQ(line("zh", "2026年11月20日 14:32"), "2026-11-20T14:32");
  EXPECT_EQ(line("ja", "2026年11月20日 14時32分"), "2026-11-20T14:32");
  EXPECT_EQ(line("sw", "Imechapishwa 20 Novemba 2026"), "2026-11-20");
  EXPECT_EQ(line("rw", "20 Ugushyingo 2026"), "2026-11-20");
}

TEST(MetadataDates, TellChangesFromPublication) {
  const Metadata page =
      read(head("<title>Bridge reopens</title>") +
           "<h1>Bridge reopens</h1><p>Published 20 Nov 2026, updated 21 Nov 2026</p>");
  EXPECT_EQ(best(page.published), "2026-11-20");
  EXPECT_EQ(best(page.modified), "2026-11-21");
  EXPECT_EQ(best(read(head(linked(R"(,"datePublished":"2026-11-20","dateModified":"2026-11-22")")))
                     .modified),
            "2026-11-22");
}

TEST(MetadataDates, KeepTheDayOfThePlace) {
  EXPECT_EQ(published(head(linked(R"(,"datePublished":"2026-11-21T02:25:54Z")") +
                           "<title>Bridge reopens</title>") +
                      "<h1>Bridge reopens</h1><p class=date>Nov. 20, 2026, 9:25 p.m.</p>"),
            "2026-11-20T21:25:54-05:00");
}

TEST(MetadataDates, ThatReadersSeeGoBeforeAnAttributeThatSaysOtherwise) {
  EXPECT_EQ(published(head("<title>Bridge reopens</title>") +
                      "<h1>Bridge reopens</h1><time datetime=2026-12-24T10:00:00Z>Published on 20 "
                      "November 2026</time>"),
            "2026-11-20");
}

TEST(MetadataDates, OfTheAddressCorrectOthers) {
  EXPECT_EQ(published(head(linked(R"(,"datePublished":"2019-06-17")")),
                      "https://news.example/2017/07/12/bridge"),
            "2017-07-12");
}

TEST(MetadataDates, ThatLieAreRefused) {
  for (const std::string_view lie : {"0000-00-00T00:00:00",
                                     "0001-01-01T00:00:00Z",
                                     "1970-01-01T00:00:00Z",
                                     "-0001-11-30T00:00:00+00:00",
                                     "9999-12-31",
                                     "2026-02-30",
                                     "tomorrow",
                                     ""}) {
    EXPECT_EQ(published(head(linked(R"(,"datePublished":")" + std::string{lie} + "\""))), "")
        << lie;
  }
}

TEST(MetadataDates, OfTheAddressLeaveTheHourOfTheSameDay) {
  const std::string page = head("") + "<h1>Bridge reopens</h1><p>Some words of the day</p>" +
                           "<time datetime=2026-03-04T07:45Z>4 March</time>" + two_paragraphs;
  EXPECT_EQ(best(read(page, {.url = "https://www.news.example/2026/03/04/bridge"}).published),
            "2026-03-04T07:45Z");
}

TEST(MetadataDates, OfANoticeAreNotThoseOfTheArticle) {
  EXPECT_EQ(published(head("") + "<h1>Bridge reopens</h1>" + two_paragraphs +
                      "<p>Correction, 4 March 2026: it was closed for three years.</p>"),
            "");
  EXPECT_EQ(published(head("") + "<h1>Bridge reopens</h1>" + two_paragraphs +
                      "<p><b>Errata corrige</b> (<time datetime=2026-03-04>4/3</time>): tre.</p>"),
            "");
}

TEST(MetadataDates, OfOtherArticlesAndCommentsAreLeftOut) {
  EXPECT_EQ(published(head("<title>Bridge reopens</title>") + "<h1>Bridge reopens</h1>" +
                      "<p class=date>20 November 2026</p>" + two_paragraphs +
                      "<div class=related><time datetime=2026-11-25>5 days</time></div>"),
            "2026-11-20");
}

// Canonical URL

std::string canonical(std::string_view page, std::string_view url = address) {
  return best(read(page, {.url = url}).canonical);
}

TEST(Canonical, IsAbsolute) {
  EXPECT_EQ(canonical(head("<link rel=canonical href='/world/bridge-reopens?x=1#top'>")),
            "https://www.news.example/world/bridge-reopens?x=1");
  EXPECT_EQ(canonical(head("<meta property=og:url content='https://news.example/bridge'>")),
            "https://news.example/bridge");
  EXPECT_EQ(canonical(head("")), address);
  EXPECT_EQ(canonical(head(""), "https://news.example/a?utm_source=x&id=3&fbclid=1#top"),
            "https://news.example/a?id=3");
  EXPECT_EQ(canonical(head(""), ""), "");
}

TEST(Canonical, IsNeverAScript) {
  for (const std::string_view link : {"javascript:alert(1)", " JavaScript:void(0)", "data:,x"}) {
    const Metadata page = read(head("<link rel=canonical href='" + std::string{link} +
                                    "'><meta property=og:url content='" + std::string{link} + "'>" +
                                    linked(R"(,"url":")" + std::string{link} + R"(","image":")" +
                                           std::string{link} + "\"")),
                               {});
    EXPECT_TRUE(page.canonical.empty()) << link;
    EXPECT_TRUE(page.images.empty()) << link;
  }
}

TEST(Canonical, OfAnotherSiteOrAFrontPageIsRefused) {
  EXPECT_EQ(
      canonical(head("<link rel=canonical href='https://other.example/world/bridge-reopens'>")),
      address);
  EXPECT_EQ(canonical(head("<link rel=canonical href='https://www.news.example/'>")), address);
}

TEST(Canonical, OfAnotherArticleIsRefusedWhenOthersAgree) {
  EXPECT_EQ(canonical(head("<link rel=canonical href='/world/another-article'>"
                           "<meta property=og:url content='/world/bridge-reopens'>")),
            address);
}

// Language

std::string language(std::string_view page) {
  return best(read(page).language);
}

TEST(MetadataLanguage, IsTheStatedOneUnlessTheTextIsInAnother) {
  EXPECT_EQ(language("<html lang=en_gb><body>" + two_paragraphs), "en-GB");
  EXPECT_EQ(language("<html lang=de><body>" + two_paragraphs), "en");
  EXPECT_EQ(language("<html><body>" + two_paragraphs), "en");
  EXPECT_EQ(language("<html lang=x-default><meta property=og:locale content=fr_FR>"), "fr-FR");
  EXPECT_EQ(language("<html lang=de><meta property=og:locale content=en_US>" + two_paragraphs),
            "en-US");
}

// Section, standfirst, images, corrections

TEST(MetadataSection, IsTakenFromProgramsBreadcrumbsOrTheAddress) {
  EXPECT_EQ(best(read(head(linked(R"(,"articleSection":"World")"))).section), "World");
  EXPECT_EQ(best(read(head("<meta property='article:section' content=World>")).section), "World");
  EXPECT_EQ(best(read(head("<title>Bridge reopens</title>"
                           R"(<script type="application/ld+json">{"@type":"BreadcrumbList",
        "itemListElement":[{"name":"Home"},{"name":"World"},{"name":"Bridge reopens"}]}</script>)"))
                     .section),
            "World");
  EXPECT_EQ(best(read(head("")).section), "world");
}

TEST(MetadataStandfirst, IsTheOneReadersSee) {
  EXPECT_EQ(best(read(head("<title>Bridge reopens</title>"
                           "<meta property=og:description content='Ministers agree at last.'>") +
                      "<h1>Bridge reopens</h1><p class=standfirst>After nine hours of talks, two "
                      "ministers agree.</p>")
                     .standfirst),
            "After nine hours of talks, two ministers agree.");
}

TEST(MetadataImages, HaveCaptionsAndCredits) {
  const Metadata page = read(head(
      linked(R"(,"image":{"url":"/b.jpg","caption":"The bridge","creditText":"J. Roe"})") +
      "<meta property=og:image content=/b.jpg><meta property=og:image:alt content='A bridge'>"));
  ASSERT_EQ(page.images.size(), 1U);
  EXPECT_EQ(page.images[0].url, "https://www.news.example/b.jpg");
  EXPECT_EQ(page.images[0].caption, "The bridge");
  EXPECT_EQ(page.images[0].credit, "J. Roe");
}

TEST(MetadataCorrections, AreKeptWithTheirDates) {
  const Metadata page = read(head(
      linked(R"(,"correction":{"text":"It was Monday.","datePublished":"2026-11-21T10:00:00Z"})")));
  ASSERT_EQ(page.corrections.size(), 1U);
  EXPECT_EQ(page.corrections[0].text, "It was Monday.");
  EXPECT_EQ(page.corrections[0].date, "2026-11-21T10:00:00Z");
}

// The article of several on a page

TEST(LinkedArticle, IsTheOneThatNamesThisPage) {
  EXPECT_EQ(best(read(head(linked(R"(,"url":"/world/other","author":"John Roe")") +
                           linked(R"(,"url":"/world/bridge-reopens","author":"Jane Doe")")))
                     .byline),
            "Jane Doe");
}

TEST(LinkedArticle, IsElseTheOneWithThePagesTitle) {
  EXPECT_EQ(best(read(head("<title>Bridge reopens</title>" +
                           linked(R"(,"headline":"Storm ahead","author":"John Roe")") +
                           linked(R"(,"headline":"Bridge reopens","author":"Jane Doe")")))
                     .byline),
            "Jane Doe");
}

TEST(Metadata, IsEmptyForAnEmptyPage) {
  const Metadata page = read("", {});
  EXPECT_TRUE(page.headline.empty() && page.byline.empty() && page.published.empty() &&
              page.canonical.empty() && page.images.empty());
}

TEST(Metadata, HoldsNoControlCharacters) {
  const Metadata page = read(head(linked(R"(,"headline":"a\u0000b\u0007c\nd\u2028e")")));
  for (const char c : best(page.headline)) {
    EXPECT_FALSE(c >= 0 && c < ' ');
  }
}

TEST(Metadata, IsBoundedOnHostilePages) {
  std::string page = head("<title>Bridge reopens</title>");
  for (int i = 0; i < 50'000; ++i) {
    page += "<h1 class='date author'>Bridge 1.1.2026 <a href=/author/x>By Jane Doe</a></h1>";
  }
  EXPECT_FALSE(read(page).headline.empty());
}

}  // namespace
}  // namespace arch::article
