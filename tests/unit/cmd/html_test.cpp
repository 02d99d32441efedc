#include "cmd/html.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace arch::cmd {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string text(std::string_view text) {
  return Html{}.text(text).str();
}

TEST(Html, EscapesWhatWouldBeMarkup) {
  EXPECT_EQ(text("<script>alert('a' & \"b\")</script>"),
            "&lt;script&gt;alert(&#39;a&#39; &amp; &quot;b&quot;)&lt;/script&gt;");
}

TEST(Html, ShowsWhatWouldReorderOrHideText) {
  EXPECT_EQ(text("a\u202Eb\x1b[31m\xff"), "a\\u202eb\\x1b[31m\\xff");
}

// Feeds are written by the same type.
TEST(Html, ShowsWhatXmlForbids) {
  EXPECT_EQ(text("a\xEF\xBF\xBE\xEF\xBF\xBF\xED\xA0\x80\x0c"),
            "a\\ufffe\\uffff\\xed\\xa0\\x80\\x0c");
}

TEST(Html, LeavesTextOfAllScriptsAsItIs) {
  EXPECT_EQ(text("مرحبا שלום 漢字 👩‍👧"),
            "مرحبا שלום 漢字 👩‍👧");
}

TEST(Html, CannotBeMadeFromText) {
  static_assert(!std::is_constructible_v<Html, std::string>);
  static_assert(!std::is_constructible_v<Markup, std::string>);
  static_assert(!std::is_constructible_v<Markup, std::string_view>);
}

TEST(Html, MarksWordsForEyesAndForEars) {
  EXPECT_EQ(marked(HtmlMark::added, Html{}.text("2,000")).str(),
            "<ins><span class=\"heard\" lang=\"en\" dir=\"ltr\">[added: </span>2,000"
            "<span class=\"heard\">]</span></ins>");
}

TEST(Html, APageNeedsNothingElse) {
  const std::string page = html_page("A & <b>", Html{}.text("x")).str();
  EXPECT_THAT(page, HasSubstr("<title>A &amp; &lt;b&gt;</title>"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("url(")));
  EXPECT_THAT(page, Not(HasSubstr("src=")));
}

TEST(Html, AFragmentStylesOnlyItself) {
  const std::string fragment = html_fragment(Html{}.text("x")).str();
  EXPECT_TRUE(fragment.starts_with("<style>"));
  EXPECT_THAT(fragment, Not(HasSubstr("<body")));
}

}  // namespace
}  // namespace arch::cmd
