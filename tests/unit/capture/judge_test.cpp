#include "capture/judge.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cstdint>
#include <functional>
#include <ostream>
#include <string>

namespace arch::capture {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using namespace std::chrono_literals;

constexpr UtcTime now{1'795'000'000};
const http::Url address = http::Url::parse("https://news.example/flood").value();

constexpr const char* canonical = "<link rel=canonical href='/flood'>";

/// `count` paragraphs of words in an order that no other `seed` has.
std::string sentences(const std::string& seed, int count) {
  constexpr std::array words = {"water",  "bridge",  "people", "night",   "mayor",   "river",
                                "town",   "rescue",  "school", "evening", "storm",   "friday",
                                "houses", "north",   "valley", "street",  "council", "power",
                                "police", "hundred", "meters"};
  std::uint64_t state = std::hash<std::string>{}(seed);
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += "<p>In " + seed;
    for (int word = 0; word < 30; ++word) {
      state = state * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407;
      text += std::string{" "} + words[(state >> 33U) % words.size()];
    }
    text += ".</p>";
  }
  return text;
}

std::string page(const std::string& headline,
                 const std::string& body,
                 const std::string& head = "") {
  return "<!doctype html><html lang=en><head><title>" + headline + "</title>" + head +
         "</head><body><main><article><h1>" + headline + "</h1>" + body +
         "</article></main></body></html>";
}

/// A page that is nothing but a wall.
std::string wall(const std::string& title, const std::string& body) {
  return "<!doctype html><html><head><title>" + title + "</title></head><body>" + body +
         "</body></html>";
}

const std::string article_page = page("Twelve dead in flood", sentences("Aldea", 12));

http::Response served(const std::string& html, const http::Url& url = address, int status = 200) {
  return {.url = url,
          .status = status,
          .headers = {{"content-type", "text/html"}},
          .body = to_bytes(html)};
}

KnownArticle known() {
  return {.document = read_facts(as_bytes(article_page), "text/html", address).read.text,
          .url = address};
}

Verdict judge(const http::Response& response, const KnownArticle& before) {
  return judge_page(
      response, address, read_facts(response.body, "text/html", response.url), before);
}

Verdict judge(const std::string& html, const KnownArticle& before = {}) {
  return judge(served(html), before);
}

TEST(Judge, RecordsAnArticle) {
  EXPECT_EQ(judge(article_page), Verdict{Outcome::recorded});
  EXPECT_EQ(judge(article_page, known()), Verdict{Outcome::recorded});
}

TEST(Judge, RecordsEditsOfEverySize) {
  EXPECT_EQ(judge(page("Fifteen dead in flood", sentences("Aldea", 12)), known()).outcome,
            Outcome::recorded);
  EXPECT_EQ(judge(page("Twelve dead in flood", sentences("Aldea", 8)), known()).outcome,
            Outcome::recorded);
  // Rewritten under its headline, and under its URL.
  EXPECT_EQ(judge(page("Twelve dead in flood", sentences("Berga", 12)), known()).outcome,
            Outcome::recorded);
  EXPECT_EQ(judge(page("A region in mourning", sentences("Berga", 12), canonical), known()).outcome,
            Outcome::recorded);
  EXPECT_EQ(
      judge(page("A region in mourning", sentences("Berga", 1) + sentences("Cala", 1), canonical),
            known())
          .outcome,
      Outcome::recorded);
}

// Nothing of the article is left, and the page says by nothing that it is that article.
TEST(Judge, RecordsNothingElseThatIsServedAtItsUrl) {
  EXPECT_EQ(judge(page("A region in mourning", sentences("Berga", 12)), known()).outcome,
            Outcome::not_an_article);
  EXPECT_EQ(judge(page("Our site is being looked after", sentences("Berga", 3)), known()).outcome,
            Outcome::not_an_article);
}

TEST(Judge, KnowsWallsOfManyWordsByWhatIsLeftOfTheArticle) {
  const Verdict consent = judge(page("We value your privacy", sentences("Berga", 7)), known());
  EXPECT_EQ(consent.outcome, Outcome::blocked);
  EXPECT_THAT(consent.reason, StartsWith("consent: "));
  const Verdict paywall = judge(page("Subscribe to The Mill Times",
                                     "<p>You have reached your limit of free articles this month."
                                     "</p>" +
                                         sentences("Berga", 8)),
                                known());
  EXPECT_EQ(paywall.outcome, Outcome::blocked);
  EXPECT_THAT(paywall.reason, StartsWith("paywall: "));
  // Also where the site's template names the URL.
  EXPECT_EQ(judge(page("We value your privacy", sentences("Berga", 7), canonical), known()).outcome,
            Outcome::blocked);
}

TEST(Judge, KnowsWhenAServerSaysThatItCannotServe) {
  for (const KnownArticle& before : {KnownArticle{}, known()}) {
    const Verdict verdict =
        judge(wall("Application error",
                   "<h1>Application error</h1><p>Error establishing a database connection"),
              before);
    EXPECT_EQ(verdict.outcome, Outcome::unreachable);
    EXPECT_THAT(verdict.reason, StartsWith("fault: "));
  }
}

TEST(Judge, RecordsAWithdrawal) {
  EXPECT_EQ(
      judge(page("Twelve dead in flood",
                 "<p>This article has been withdrawn because the figures that it gave, which came "
                 "from the "
                 "regional government, turned out to be wrong. We apologise to our readers.</p>"),
            known())
          .outcome,
      Outcome::recorded);
}

// However little is left: the page has the headline, or says by its URL that it is the article.
TEST(Judge, RecordsARetraction) {
  const std::string declared = std::string{canonical} + "<meta property=og:type content=article>";
  const std::string note =
      "<p>This article has been retracted. The paper apologises to its readers for publishing it "
      "without checking what it said about the bridge.</p>";
  EXPECT_EQ(judge(page("Retracted: Twelve dead in flood", note, declared), known()).outcome,
            Outcome::recorded);
  EXPECT_EQ(judge(page("An article was retracted",
                       note + "<p>Its author has left the paper, the editors said.</p>",
                       declared),
                  known())
                .outcome,
            Outcome::recorded);
  EXPECT_EQ(judge(page("Twelve dead in flood",
                       "<p>This article is no longer available because it did not meet our "
                       "standards. We apologise to Ms Keller and to the families of the victims."
                       "</p><aside>We value your privacy. Accept all cookies</aside>",
                       declared),
                  known())
                .outcome,
            Outcome::recorded);
}

TEST(Judge, KnowsThatAnArticleIsGoneThoughItsHeadlineIsThere) {
  const Verdict verdict =
      judge(page("Twelve dead in flood", "<p>This article is no longer available.</p>", canonical),
            known());
  EXPECT_EQ(verdict.outcome, Outcome::soft_404);
}

TEST(Judge, RefusesBytesThatAreNoText) {
  using std::string_literals::operator""s;
  std::string random;
  std::uint64_t state = 1;
  for (int i = 0; i < 5000; ++i) {
    state = state * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407;
    random += static_cast<char>(state >> 56U);
  }
  for (const std::string& body :
       {"\x1F\x8B\x08"s + random, "\x89PNG\r\n\x1A\n"s + random, random, std::string(5000, '\0')}) {
    for (const KnownArticle& before : {KnownArticle{}, known()}) {
      const Verdict verdict = judge(body, before);
      EXPECT_EQ(verdict.outcome, Outcome::not_an_article);
      EXPECT_THAT(verdict.reason, HasSubstr("not an article: it is "));
    }
  }
}

TEST(Judge, DoesNotBelieveThePageOfAnotherUrlThatItIsTheArticle) {
  const http::Url other = http::Url::parse("https://news.example/other").value();
  const http::Response response =
      served(page("Minister resigns", sentences("Berga", 12), canonical), other);
  EXPECT_EQ(
      judge_page(response, other, read_facts(response.body, "text/html", other), known()).outcome,
      Outcome::not_an_article);
}

TEST(Judge, RecordsArticlesThatTalkOfWalls) {
  EXPECT_EQ(
      judge(page("Are you a robot? How CAPTCHA pages took over", sentences("Aldea", 12))).outcome,
      Outcome::recorded);
  // A banner over the article.
  EXPECT_EQ(
      judge(page("Twelve dead in flood",
                 "<div>We value your privacy. Accept all cookies</div>" + sentences("Aldea", 12) +
                     "<form><input type=password></form><div class=g-recaptcha></div>"),
            known())
          .outcome,
      Outcome::recorded);
}

struct WallCase {
  const char* title;
  const char* body;
  const char* reason;
};

std::ostream& operator<<(std::ostream& out, const WallCase& wall) {
  return out << wall.title;
}

class Walls : public testing::TestWithParam<WallCase> {};

TEST_P(Walls, AreNoRevisions) {
  const WallCase& test = GetParam();
  const std::string html = wall(test.title, test.body);
  for (const KnownArticle& before : {KnownArticle{}, known()}) {
    const Verdict verdict = judge(html, before);
    EXPECT_FALSE(saw_article(verdict.outcome)) << test.title;
    EXPECT_THAT(verdict.reason, StartsWith(test.reason)) << test.title;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Kinds,
    Walls,
    testing::Values(
        WallCase{"Just a moment...",
                 "<noscript>Enable JavaScript and cookies to continue</noscript><div "
                 "class=cf-chl-widget></div>",
                 "challenge: "},
        WallCase{"Access Denied",
                 "<h1>Access Denied</h1>You don't have permission to access this "
                 "server.<p>Reference #18.2d",
                 "challenge: "},
        WallCase{"news.example",
                 "<p>Please enable JS and disable any ad blocker</p><script "
                 "src=https://ct.captcha-delivery.com/c.js></script>",
                 "challenge: "},
        WallCase{"Attention Required! | Cloudflare",
                 "<h1>Sorry, you have been blocked</h1><p>You are unable to access news.example",
                 "challenge: "},
        WallCase{
            "Pardon Our Interruption",
            "<p>As you were browsing something about your browser made us think you were a bot.",
            "challenge: "},
        WallCase{"",
                 "<iframe src='/_Incapsula_Resource?x'>Request unsuccessful. Incapsula incident "
                 "ID: 1</iframe>",
                 "challenge: "},
        WallCase{"Zugriff verweigert",
                 "<p>Bitte best\u00e4tigen Sie, dass Sie kein Roboter sind.",
                 "challenge: "},
        WallCase{"news.example",
                 "<h2>We value your privacy</h2><p>We and our partners store information on a "
                 "device.<button>Accept all cookies</button>",
                 "consent: "},
        WallCase{
            "Zeitung",
            "<p>Mit Werbung weiterlesen: Besuchen Sie uns wie gewohnt mit Werbung und Tracking.",
            "consent: "},
        WallCase{"Sign in",
                 "<form action=/login><input name=user><input type=password name=pw></form>",
                 "login: "},
        WallCase{
            "Members", "<p>Welcome back, member.</p><form><input type=password></form>", "login: "},
        WallCase{"Twelve dead in flood",
                 "<h1>Twelve dead in flood</h1><p>Subscribe to continue reading this story and all "
                 "others.",
                 "paywall: "},
        WallCase{"Page not found", "<h1>Oops</h1><p>We looked everywhere.", "soft 404: "},
        WallCase{"news.example",
                 "<h1>Sorry</h1><p>The page you are looking for has moved or never was.",
                 "soft 404: "}));

TEST(Judge, RefusesPagesWithoutText) {
  EXPECT_EQ(judge("", known()).outcome, Outcome::empty);
  EXPECT_EQ(
      judge("<!doctype html><html><body><div id=app></div><script>run()</script></body></html>")
          .outcome,
      Outcome::empty);
}

TEST(Judge, KnowsAPageThatWasCut) {
  const Verdict verdict = judge(article_page.substr(0, article_page.size() / 4), known());
  EXPECT_EQ(verdict.outcome, Outcome::truncated);
}

// Half of it, where the page had an end before: a server that says it has sent all of it.
TEST(Judge, KnowsAPageThatHasLostItsEnd) {
  KnownArticle before = known();
  const std::string most = article_page.substr(0, article_page.size() * 3 / 4);
  EXPECT_EQ(judge(most, before).outcome, Outcome::recorded);
  before.had_end = true;
  EXPECT_EQ(judge(most, before).outcome, Outcome::truncated);
  EXPECT_EQ(judge(article_page, before).outcome, Outcome::recorded);
}

TEST(Judge, KnowsATeaserByWhatTheArticleSaid) {
  const Verdict verdict = judge(page("Twelve dead in flood", sentences("Aldea", 2)), known());
  EXPECT_EQ(verdict.outcome, Outcome::blocked);
  EXPECT_THAT(verdict.reason, StartsWith("paywall: "));
}

TEST(Judge, KnowsAnotherArticleInItsPlace) {
  const std::string other =
      page("Minister resigns", sentences("Berga", 12), "<link rel=canonical href='/minister'>");
  const Verdict verdict = judge(other, known());
  EXPECT_EQ(verdict.outcome, Outcome::not_an_article);
  EXPECT_THAT(verdict.reason, HasSubstr("https://news.example/minister"));
  EXPECT_EQ(judge(page("Weather", "<p>Sunny.</p>"), known()).outcome, Outcome::not_an_article);
}

TEST(Judge, KnowsAnotherSiteInItsPlace) {
  const http::Url elsewhere = http::Url::parse("https://portal.example.net/welcome").value();
  const Verdict verdict =
      judge(served(page("Welcome", sentences("Berga", 12)), elsewhere), known());
  EXPECT_EQ(verdict.outcome, Outcome::blocked);
  EXPECT_THAT(verdict.reason, HasSubstr("portal.example.net"));
  // The article itself may move.
  EXPECT_EQ(judge(served(article_page, elsewhere), known()).outcome, Outcome::recorded);
}

TEST(Judge, KnowsARedirectToTheFrontPage) {
  http::Response response = served(page("News", sentences("Aldea", 12)),
                                   http::Url::parse("https://news.example/").value());
  response.hops.push_back({.url = address, .status = 302});
  EXPECT_EQ(judge(response, known()).outcome, Outcome::front_page);
  EXPECT_EQ(judge(response, {}).outcome, Outcome::front_page);
}

TEST(Judge, RefusesOtherTypes) {
  http::Response response = served("%PDF-1.4");
  response.headers[0].value = "application/pdf";
  EXPECT_EQ(judge(response, {}).outcome, Outcome::not_an_article);
}

Verdict judge_status(int status, const KnownArticle& before = {}, UtcTime at = now) {
  const http::Result answer = served("", address, status);
  return judge_answer(answer, nullptr, before, at, {}).value_or(Verdict{Outcome::recorded});
}

TEST(Judge, GoesByTheStatusWhereItSaysEnough) {
  EXPECT_EQ(judge_status(200).outcome, Outcome::recorded);
  EXPECT_EQ(judge_status(206).outcome, Outcome::truncated);
  EXPECT_EQ(judge_status(304).outcome, Outcome::unchanged);
  for (const int status : {401, 402, 403, 429}) {
    EXPECT_EQ(judge_status(status).outcome, Outcome::blocked) << status;
  }
  EXPECT_EQ(judge_status(451), (Verdict{Outcome::withheld, "withheld: the server answered 451"}));
  for (const int status : {302, 400, 418, 500, 503}) {
    EXPECT_EQ(judge_status(status).outcome, Outcome::unreachable) << status;
  }
}

TEST(Judge, CallsAnArticleRemovedOnlyAfterSomeTime) {
  EXPECT_EQ(judge_status(404).outcome, Outcome::missing);
  const KnownArticle before{.missing_since = now};
  const UtcTime last{now.seconds + std::chrono::seconds{24h * 14}.count()};
  EXPECT_EQ(judge_status(410, before, UtcTime{last.seconds - 1}).outcome, Outcome::missing);
  const Verdict removed = judge_status(410, before, last);
  EXPECT_EQ(removed.outcome, Outcome::removed);
  EXPECT_THAT(removed.reason, HasSubstr(format_rfc3339(now)));
}

TEST(Judge, NamesTheWallBehindARefusal) {
  const http::Response response = served(wall("Just a moment...", "<p>x"), address, 503);
  const PageFacts facts = read_facts(response.body, "", address);
  const Verdict verdict = judge_answer(response, &facts, {}, now, {}).value();
  EXPECT_EQ(verdict.outcome, Outcome::blocked);
  EXPECT_THAT(verdict.reason, HasSubstr("challenge"));
}

TEST(Judge, SaysWhatTheNetworkRefused) {
  const http::Result answer =
      http::Failure{.kind = http::FailureKind::tls, .reason = "no certificate"};
  EXPECT_EQ(judge_answer(answer, nullptr, {}, now, {}),
            (Verdict{Outcome::unreachable, "tls: no certificate"}));
  const http::Result cut = http::Failure{.kind = http::FailureKind::truncated, .reason = "3 bytes"};
  EXPECT_EQ(judge_answer(cut, nullptr, {}, now, {})->outcome, Outcome::truncated);
}

TEST(Share, IsOfPiecesOfText) {
  EXPECT_DOUBLE_EQ(share_within("", "text"), 0);
  EXPECT_DOUBLE_EQ(
      share_within("A text of some length, no more.", "a text - of some length no more"), 1);
  EXPECT_DOUBLE_EQ(share_within("a text of some length", "nothing of the kind here"), 0);
  const double half = share_within("first half of this text. second half of this text.",
                                   "first half of this text.");
  EXPECT_GT(half, 0.1);
  EXPECT_LT(half, 0.6);
}

}  // namespace
}  // namespace arch::capture
