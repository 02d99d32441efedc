#include "article/json_ld.hpp"

#include "article/lenient_json.hpp"

#include <gmock/gmock.h>

#include <initializer_list>
#include <string>

namespace arch::article {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

LinkedData read(std::initializer_list<std::string_view> scripts) {
  return read_linked_data(std::vector<std::string_view>{scripts});
}

/// The only article of a script.
LinkedArticle read_one(std::string_view script) {
  LinkedData data = read({script});
  EXPECT_THAT(data.articles, SizeIs(1)) << script;
  return data.articles.empty() ? LinkedArticle{} : data.articles.front();
}

std::string authors(const LinkedArticle& article) {
  std::string joined;
  for (const std::string& author : article.authors) {
    joined += author + ";";
  }
  return joined;
}

TEST(MendJson, KeepsJsonAsItIs) {
  for (const std::string text :
       {"{}", "[]", R"({"a":[1,-2.5e3,true,false,null],"b":{"c":"d\"\\\/\u00e9\n"}})"}) {
    EXPECT_EQ(mend_json(text), "[" + text + "]");
  }
}

TEST(MendJson, TakesNoNumberThatADoubleCannotHold) {
  EXPECT_EQ(mend_json(R"({"a":5E5555,"b":5e-10})"), R"([{"a":null,"b":5e-10}])");
  EXPECT_EQ(mend_json(R"({"a":)" + std::string(400, '5') + "}"), R"([{"a":null}])");
}

TEST(MendJson, TakesOffWhatPagesWrapItIn) {
  EXPECT_EQ(mend_json("<!-- {\"a\":1} -->"), R"([{"a":1}])");
  EXPECT_EQ(mend_json("//<![CDATA[\n{\"a\":1}\n//]]>"), R"([{"a":1}])");
  EXPECT_EQ(mend_json("/* a remark */ {\"a\":1};"), R"([{"a":1}])");
  EXPECT_EQ(mend_json("\uFEFF{\"a\":1}"), R"([{"a":1}])");
}

TEST(MendJson, MendsCommas) {
  EXPECT_EQ(mend_json(R"({"a":1,"b":[1,2,],})"), R"([{"a":1,"b":[1,2]}])");
  EXPECT_EQ(mend_json(R"({"a":1,,"b":2})"), R"([{"a":1,"b":2}])");
  EXPECT_EQ(mend_json("{\"a\":\"x\"\n\"b\":2}"), R"([{"a":"x","b":2}])");
  EXPECT_EQ(mend_json(R"({"a":1}{"b":2})"), R"([{"a":1},{"b":2}])");
}

TEST(MendJson, MendsStrings) {
  EXPECT_EQ(mend_json("{\"a\":\"two\nlines\ttab\"}"), R"([{"a":"two\nlines tab"}])");
  EXPECT_EQ(mend_json(R"({"a":"it\'s \x"})"), R"([{"a":"it's x"}])");
  EXPECT_EQ(mend_json(R"({"a":"the "good" one","b":1})"), R"([{"a":"the \"good\" one","b":1}])");
  EXPECT_EQ(mend_json(R"(["half \ud83d pair","\ud83d\ude00"])"),
            R"([["half  pair","\ud83d\ude00"]])");
}

TEST(MendJson, ClosesWhatIsOpen) {
  EXPECT_EQ(mend_json(R"({"a":[{"b":"c)"), R"([{"a":[{"b":"c"}]}])");
  EXPECT_EQ(mend_json(R"({"a":1,"b)"), R"([{"a":1,"b":null}])");
  EXPECT_EQ(mend_json(R"({"a":)"), R"([{"a":null}])");
  EXPECT_EQ(mend_json(R"([{"a":1])"), R"([[{"a":1}]])");
  EXPECT_EQ(mend_json("]}"), "[]");
}

TEST(MendJson, ReplacesWordsThatAreNoValues) {
  EXPECT_EQ(mend_json(R"({"a":undefined,"b":NaN,"c":01,"d":.5})"),
            R"([{"a":null,"b":null,"c":null,"d":null}])");
}

TEST(MendJson, IsBoundedOnHostileText) {
  const std::string deep(1'000'000, '[');
  EXPECT_LT(mend_json(deep).size(), 2 * (max_json_depth + 4));
  std::string objects;
  for (int i = 0; i < 200'000; ++i) {
    objects += "{\"a\":";
  }
  EXPECT_THAT(read({objects}).articles, IsEmpty());
  const std::string quotes(2 * max_json_size, '"');
  EXPECT_LE(mend_json(quotes).size(), 8 * max_json_size);
}

TEST(LinkedData, ReadsAnArticle) {
  const LinkedArticle article = read_one(R"({
    "@context": "https://schema.org", "@type": "NewsArticle",
    "headline": "Bridge reopens", "description": "After nine hours.",
    "author": {"@type": "Person", "name": "Jane Doe"},
    "datePublished": "2026-11-20T14:32:10+01:00", "dateModified": "2026-11-21",
    "articleSection": ["World", "Bridges"], "inLanguage": "en-GB",
    "mainEntityOfPage": {"@type": "WebPage", "@id": "https://news.example/bridge"},
    "image": {"@type": "ImageObject", "url": "/b.jpg", "caption": "The bridge",
              "creditText": "J. Roe"},
    "articleBody": "It opened.", "publisher": {"@type": "Organization", "name": "The Valley"}})");
  EXPECT_EQ(article.type, "NewsArticle");
  EXPECT_EQ(article.headline, "Bridge reopens");
  EXPECT_EQ(article.description, "After nine hours.");
  EXPECT_EQ(authors(article), "Jane Doe;");
  EXPECT_EQ(article.published, "2026-11-20T14:32:10+01:00");
  EXPECT_EQ(article.modified, "2026-11-21");
  EXPECT_EQ(article.section, "World");
  EXPECT_EQ(article.language, "en-GB");
  EXPECT_EQ(article.body, "It opened.");
  EXPECT_THAT(article.urls, ElementsAre("https://news.example/bridge"));
  ASSERT_THAT(article.images, SizeIs(1));
  EXPECT_EQ(article.images[0].url, "/b.jpg");
  EXPECT_EQ(article.images[0].caption, "The bridge");
  EXPECT_EQ(article.images[0].credit, "J. Roe");
}

TEST(LinkedData, ReadsAuthorsOfEachForm) {
  const auto read_authors = [](const std::string& author) {
    return authors(read_one(R"({"@type":"Article","author":)" + author + "}"));
  };
  EXPECT_EQ(read_authors(R"("Jane Doe")"), "Jane Doe;");
  EXPECT_EQ(read_authors(R"(["Jane Doe", {"name": "John Roe"}])"), "Jane Doe;John Roe;");
  EXPECT_EQ(read_authors(R"({"name": ["Jane Doe", "John Roe"]})"), "Jane Doe;John Roe;");
  EXPECT_EQ(read_authors(R"({"givenName": "Jane", "familyName": "Doe"})"), "Jane Doe;");
  EXPECT_EQ(read_authors(R"({"@list": [{"name": "Jane Doe"}]})"), "Jane Doe;");
  EXPECT_EQ(read_authors("null"), "");
}

TEST(LinkedData, FollowsReferencesInAGraph) {
  const LinkedData data = read({R"({"@graph": [
    {"@type": "Article", "headline": "Bridge", "author": {"@id": "#jane"}, "image": {"@id": "#i"},
     "publisher": {"@id": "#valley"}},
    {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
    {"@type": "ImageObject", "@id": "#i", "contentUrl": "https://news.example/b.jpg"},
    {"@type": "Organization", "@id": "#valley", "name": "The Valley"},
    {"@type": "BreadcrumbList", "itemListElement": [
      {"@type": "ListItem", "position": 1, "name": "Home"},
      {"@type": "ListItem", "position": 2, "item": {"@id": "/world", "name": "World"}}]}]})"});
  ASSERT_THAT(data.articles, SizeIs(1));
  EXPECT_EQ(authors(data.articles[0]), "Jane Doe;");
  ASSERT_THAT(data.articles[0].images, SizeIs(1));
  EXPECT_THAT(data.site_names, ElementsAre("The Valley"));
  EXPECT_THAT(data.breadcrumbs, ElementsAre("Home", "World"));
}

TEST(LinkedData, KnowsTypesInEachForm) {
  for (const std::string type : {R"("NewsArticle")",
                                 R"(["Thing", "ReportageNewsArticle"])",
                                 R"("http://schema.org/NewsArticle")",
                                 R"("schema:LiveBlogPosting")",
                                 R"("Report")"}) {
    EXPECT_EQ(read_one("{\"@type\":" + type + "}").kind, LinkedKind::article) << type;
  }
  EXPECT_EQ(read_one(R"({"@type":"WebPage"})").kind, LinkedKind::page);
  EXPECT_THAT(read({R"({"@type":"Person"})"}).articles, IsEmpty());
}

TEST(LinkedData, LeavesOutArticlesThatAreOnlyMentioned) {
  EXPECT_THAT(read({R"({"@type":"ItemList","itemListElement":[
                    {"@type":"NewsArticle","headline":"Another"}]})",
                    R"({"@type":"WebPage","mentions":{"@type":"NewsArticle"}})"})
                  .articles,
              SizeIs(1));
}

TEST(LinkedData, ReadsCorrections) {
  const LinkedArticle article = read_one(R"({"@type": "NewsArticle", "correction": [
    "The bridge is 40 m long, not 400.",
    {"@type": "CorrectionComment", "text": "It was Monday.", "datePublished": "2026-11-21"}]})");
  ASSERT_THAT(article.corrections, SizeIs(2));
  EXPECT_EQ(article.corrections[0].text, "The bridge is 40 m long, not 400.");
  EXPECT_EQ(article.corrections[1].text, "It was Monday.");
  EXPECT_EQ(article.corrections[1].date, "2026-11-21");
}

TEST(LinkedData, SurvivesWhatIsNone) {
  for (const std::string_view script :
       {"",
        "null",
        "0",
        "\"text\"",
        "[[[]]]",
        "{\"@type\":{}}",
        "{\"@graph\":3}",
        R"({"@type":"Article","author":[[["x"]]],"image":[null,3,{}],"correction":{}})",
        R"({"@id":"#a","@type":"Article","author":{"@id":"#a"}})",
        "function(){return 1}"}) {
    read({script});
  }
}

TEST(LinkedData, CutsTextsThatManyNodesReferTo) {
  std::string script = R"({"@graph":[{"@id":"#x","contentUrl":"u","caption":")";
  script += std::string(500'000, 'x') + R"("})";
  for (int i = 0; i < 100; ++i) {
    script += R"(,{"@type":"Article","image":[)";
    for (int image = 0; image < 100; ++image) {
      script += R"({"@id":"#x"},)";
    }
    script += "]}";
  }
  script += "]}";
  std::size_t size = 0;
  for (const LinkedArticle& article : read({script}).articles) {
    for (const LinkedImage& image : article.images) {
      size += image.caption.size();
    }
  }
  EXPECT_LE(size, std::size_t{64} * 64 * 2048);
}

}  // namespace
}  // namespace arch::article
