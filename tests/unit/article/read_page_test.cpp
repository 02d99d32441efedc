#include "article/read_page.hpp"

#include "unit/article/block_texts.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

namespace arch::article {
namespace {
using arch::as_bytes;
using testing::Contains;
using testing::ElementsAre;

PageReading read(std::string_view page) {
  return read_page(as_bytes(page), {.content_type = "text/html; charset=utf-8"});
}

/// What stands around an article on the page of a newspaper that does not exist.
std::string page_around(std::string_view article) {
  return "<!doctype html><html lang=en><head><title>Ministers agree to reopen the border bridge | "
         "The "
         "Valley Voice</title></head><body><nav class=main-nav><ul><li><a href=/>Home</a><li><a "
         "href=/world>World</a><li><a href=/sport>Sport</a></ul></nav><div "
         "class=cookie-banner><p>We "
         "use cookies to give you the best experience on our site. "
         "<button>Accept</button></p></div>"
         "<main><article><h1>Ministers agree to reopen the border bridge</h1><div class=byline>By "
         "Anna Berg</div><div class=share-bar><a href=#>Share</a> <a href=#>Tweet</a></div><div "
         "class=article-body>" +
         std::string{article} +
         "</div></article><aside class=related><h3>Related stories</h3><ul><li><a href=/1>Storm "
         "closes "
         "the valley road for a second day</a><li><a href=/2>Council votes on the new "
         "school</a></ul>"
         "</aside><section class=comments><h3>Comments (2)</h3><div class=comment><p>I have waited "
         "for "
         "this for three years, and I do not believe a word of it until I see "
         "it.</p></div></section>"
         "</main><footer><p>Copyright The Valley Voice. All rights "
         "reserved.</p></footer></body></html>";
}

const std::string first =
    "The two ministers met for nine hours on Tuesday, and they agreed to reopen the bridge to "
    "lorries, "
    "and to let people cross on foot again from the first of next month.";
const std::string second =
    "The bridge was closed three years ago, when both sides accused each other of smuggling. Since "
    "then, the way to the next crossing has taken four hours on narrow mountain roads.";
const std::string third =
    "“We have waited for three years,” said the mayor, who had come to the talks by bicycle. She "
    "said "
    "that the shops of the town had lost half of their customers.";

std::string paragraphs() {
  return "<p>" + first + "</p><p>" + second + "</p><p>" + third + "</p>";
}

TEST(read_page, gives_the_article_without_what_surrounds_it) {
  const PageReading reading = read(page_around(paragraphs()));
  EXPECT_EQ(reading.document.headline, "Ministers agree to reopen the border bridge");
  EXPECT_THAT(texts(reading), ElementsAre(first, second, third));
  EXPECT_EQ(reading.body.source, BodySource::page);
  EXPECT_GT(reading.body.confidence, doubtful);
}

TEST(read_page, leaves_out_what_stands_between_paragraphs) {
  const PageReading reading = read(page_around(
      "<p>" + first + "</p><div class=ad-slot><span>Advertisement</span></div><p>" + second +
      "</p><div class=newsletter-signup><p>Sign up for our newsletter</p></div><p>" + third +
      "</p>"));
  EXPECT_THAT(texts(reading), ElementsAre(first, second, third));
}

TEST(read_page, keeps_subheadings_lists_and_quotations_as_such) {
  const PageReading reading = read(page_around(
      paragraphs() + "<h2>What was agreed</h2><p>" + second +
      " It said so in a joint statement.</p><ul><li>Lorries may cross from the first of March, at "
      "night only.<li>People on foot may cross from the first of February.</ul><p>" +
      first + " The rest is for later talks.</p>"));
  std::vector<Block::Kind> kinds;
  kinds.reserve(reading.document.blocks.size());
  for (const Block& block : reading.document.blocks) {
    kinds.push_back(block.kind);
  }
  using enum Block::Kind;
  EXPECT_THAT(
      kinds,
      ElementsAre(
          paragraph, paragraph, paragraph, subheading, paragraph, list_item, list_item, paragraph));
}

TEST(read_page, always_keeps_notices_of_correction) {
  const std::string notice =
      "Correction: An earlier version of this article said that the bridge was closed four years "
      "ago.";
  for (const std::string& place :
       {"<p><em>" + notice + "</em></p>" + paragraphs(),
        paragraphs() + "<p class=note>" + notice + "</p>",
        paragraphs() + "<div class=box><small>" + notice + "</small></div>"}) {
    EXPECT_THAT(texts(read(page_around(place))), Contains(notice)) << place;
  }
}

TEST(read_page, says_a_pull_quote_once) {
  const PageReading reading =
      read(page_around("<p>" + first + "</p><p>" + second + "</p><aside class=pullquote><p>" +
                       second + "</p></aside><p>" + third + "</p>"));
  EXPECT_THAT(texts(reading), ElementsAre(first, second, third));
}

TEST(read_page, puts_images_in_their_place_with_their_captions) {
  const PageReading reading =
      read(page_around("<p>" + first +
                       "</p><figure><img src=bridge.jpg alt='The bridge'><figcaption>The "
                       "bridge in May</figcaption></figure><p>" +
                       second + "</p><p>" + third + "</p>"));
  ASSERT_EQ(reading.document.blocks.size(), 4U);
  EXPECT_EQ(
      reading.document.blocks[1],
      (Block{.kind = Block::Kind::image, .text = "The bridge", .caption = "The bridge in May"}));
}

TEST(read_page, keeps_lists_whole) {
  // The last item is as short as what often is not part of an article.
  EXPECT_THAT(
      texts(read(
          "<!doctype html><html lang=es><title>Qué hacer cuando sube el río: cuatro consejos | "
          "El Valle</title><header><a href=/>El Valle</a></header><main><article><h1>Qué hacer "
          "cuando sube el río: cuatro consejos</h1><p>El río ha subido cuatro metros en una "
          "noche. Estos son los consejos de los bomberos.</p><ol><li><strong>Cierre los "
          "grifos.</strong> Antes de salir de casa, cierre el agua y el gas y desconecte la "
          "electricidad.</li><li><strong>Suba al primer piso.</strong> Lleve consigo los "
          "documentos y los medicamentos que necesite para dos días.</li><li><strong>No cruce "
          "el agua.</strong> Veinte centímetros de agua en movimiento bastan para arrastrar un "
          "coche.</li><li><strong>Escuche la radio.</strong> La emisora local informa cada "
          "media hora.</li></ol></article></main>")),
      Contains("Escuche la radio. La emisora local informa cada media hora."));
}

TEST(read_page, keeps_a_gallery_of_images_behind_the_text) {
  const PageReading reading = read(page_around(
      paragraphs() +
      "<figure><img src=1.jpg alt='The bridge'><figcaption>The bridge on Monday. © Anne "
      "Roe</figcaption></figure><figure><img src=2.jpg alt='The town hall'><figcaption>Water at "
      "the "
      "town hall. © Anne Roe</figcaption></figure><figure><a href=/x><img src=3.jpg alt=Other></a>"
      "</figure>"));
  ASSERT_EQ(reading.document.blocks.size(), 5);
  EXPECT_EQ(reading.document.blocks.back(),
            (Block{.kind = Block::Kind::image,
                   .text = "The town hall",
                   .caption = "Water at the town hall.",
                   .credit = "© Anne Roe"}));
}

TEST(read_page, tells_whose_an_image_is_from_what_it_shows) {
  const PageReading reading = read(page_around(
      "<figure><img src=lead.jpg alt='Ministers'><figcaption>The ministers. Photo: Jane "
      "Doe/AP</figcaption></figure><p>" +
      first +
      "</p><figure><img src=bridge.jpg alt='The bridge'><figcaption>The bridge in May <span "
      "class=credit>Ann Poe</span></figcaption></figure><p>" +
      second + "</p><p>" + third + "</p>"));
  EXPECT_THAT(reading.document.blocks,
              ElementsAre((Block{.kind = Block::Kind::image,
                                 .text = "Ministers",
                                 .caption = "The ministers.",
                                 .credit = "Photo: Jane Doe/AP"}),
                          (Block{.text = first}),
                          (Block{.kind = Block::Kind::image,
                                 .text = "The bridge",
                                 .caption = "The bridge in May",
                                 .credit = "Ann Poe"}),
                          (Block{.text = second}),
                          (Block{.text = third})));
}

TEST(read_page, keeps_embedded_posts_and_takes_no_date_from_them) {
  const std::string post =
      "<blockquote class=twitter-tweet><p>The bridge is closed.</p>— Town Council (@town) <a "
      "href=https://twitter.com/town/status/1>March 3, 2025</a></blockquote>";
  const PageReading reading = read(page_around("<p>" + first + "</p><p>" + second + "</p>" + post +
                                               "<p>" + third + "</p>" + post));
  const Block text{.kind = Block::Kind::quotation, .text = "The bridge is closed."};
  const Block sender{.kind = Block::Kind::quotation,
                     .text = "— Town Council (@town) March 3, 2025"};
  EXPECT_THAT(reading.document.blocks,
              ElementsAre((Block{.text = first}),
                          (Block{.text = second}),
                          text,
                          sender,
                          (Block{.text = third}),
                          text,
                          sender));
  EXPECT_EQ(reading.document.published, std::nullopt);
  EXPECT_THAT(
      texts(read(page_around(paragraphs() + "<div class=related-posts>" + post + "</div>"))),
      ElementsAre(first, second, third));
}

TEST(read_page, reads_articles_in_any_script) {
  struct Article {
    std::string_view language;
    std::string text;
  };
  for (
      const auto& [language, text] : std::vector<Article>{
          {"de",
           "Die beiden Minister verhandelten neun Stunden lang und einigten sich darauf, die "
           "Brücke "
           "wieder für Lastwagen zu öffnen. Von kommendem Monat an dürfen auch Fußgänger hinüber."},
          {"fr",
           "Les deux ministres se sont réunis pendant neuf heures et ont décidé de rouvrir le pont "
           "aux "
           "camions. À partir du mois prochain, les piétons pourront également le traverser."},
          {"es",
           "Los dos ministros se reunieron durante nueve horas y acordaron reabrir el puente a los "
           "camiones. A partir del próximo mes, también podrán cruzarlo los peatones."},
          {"it",
           "I due ministri si sono incontrati per nove ore e hanno deciso di riaprire il ponte ai "
           "camion. Dal prossimo mese potranno attraversarlo anche i pedoni."},
          {"ar",
           "اجتمع الوزيران لمدة تسع ساعات واتفقا على إعادة فتح الجسر أمام الشاحنات ابتداء من الشهر "
           "المقبل. "
           "وقال العمدة إن المدينة انتظرت ثلاث سنوات من أجل ذلك."},
          {"he",
           "שני השרים נפגשו במשך תשע שעות והסכימו לפתוח מחדש את הגשר למשאיות מתחילת החודש הבא. ראש "
           "העיר "
           "אמרה כי התושבים חיכו שלוש שנים לרגע הזה."},
          {"hi",
           "दोनों मंत्रियों ने नौ घंटे तक बैठक की और अगले महीने से पुल को ट्रकों के लिए फिर से खोलने पर सहमति जताई। "
           "मेयर ने कहा कि शहर तीन साल से इसका इंतजार कर रहा था।"},
          {"zh",
           "两位部长会谈了九个小时，同意从下个月起重新开放这座桥，允许卡车通行。市长表示，该市已经"
           "等待了三年，商店失去了一半的顾客。"},
          {"ja",
           "両大臣は九時間にわたって会談し、来月からトラックの通行のために橋を再開することで合意し"
           "た。市長は、町は三年間待っていたと述べた。"},
          {"sw",
           "Mawaziri hao wawili walikutana kwa saa tisa na kukubaliana kufungua tena daraja kwa "
           "malori "
           "kuanzia mwezi ujao. Meya alisema kwamba mji umesubiri kwa miaka mitatu."},
          {"rw",
           "Abaminisitiri bombi bahuye amasaha icyenda bumvikana kongera gufungura ikiraro ku "
           "makamyo guhera "
           "mu kwezi gutaha. Umuyobozi w'umujyi yavuze ko bategereje imyaka itatu."}}) {
    const PageReading reading =
        read(fmt::format("<html lang={}><body><nav><a href=/>A</a> <a href=/b>B</a></nav><article>"
                         "<h1>X</h1><p>{}</p><p>{} 2.</p><p>{} 3.</p></article>",
                         language,
                         text,
                         text,
                         text));
    EXPECT_THAT(texts(reading), Contains(text)) << language;
    EXPECT_EQ(reading.document.blocks.size(), 3U) << language;
  }
}

TEST(read_page, reads_what_only_scripts_or_descriptions_hold) {
  const std::string linked = R"({"@type":"NewsArticle","headline":"H","articleBody":")" + first +
                             "\\n\\n" + second + R"("})";
  const PageReading from_linked = read("<title>H</title><script type=application/ld+json>" +
                                       linked + "</script><body><div id=root></div>");
  EXPECT_EQ(from_linked.body.source, BodySource::linked_data);
  EXPECT_THAT(texts(from_linked), ElementsAre(first, second));
  const PageReading described = read(
      "<meta name=description content='A bridge reopens after three "
      "years.'><body><script>x</script>");
  EXPECT_EQ(described.body.source, BodySource::description);
  EXPECT_LT(described.body.confidence, doubtful);
  const PageReading hidden =
      read("<body><div style='display:none'><p>" + first + "<p>" + second + "</div>");
  EXPECT_EQ(hidden.body.source, BodySource::hidden);
}

TEST(read_page, is_empty_only_without_text) {
  EXPECT_EQ(read("").body.source, BodySource::none);
  EXPECT_TRUE(read("<body><img src=x>").document.blocks.empty());
  for (const std::string_view page :
       {"x", "<p>One line.", "<a href=x>link</a>", "<h1>Only this</h1>"}) {
    EXPECT_FALSE(read(page).document.blocks.empty()) << page;
    EXPECT_LT(read(page).body.confidence, doubtful) << page;
  }
}

TEST(read_page, gives_a_document_that_can_be_written) {
  const PageReading reading = read(page_around("<p>\u00AD" + first + "\u200B\u2028</p><p>## " +
                                               second + "</p><p>A\u0301 " + third + "\x01</p>"));
  const std::string text = to_text(reading.document);
  EXPECT_TRUE(is_document_text(text));
  EXPECT_EQ(parse_document(text), reading.document);
  EXPECT_EQ(to_text(read(page_around(paragraphs())).document),
            to_text(read(page_around(paragraphs())).document));
}

TEST(read_page, says_what_became_of_each_block_and_why) {
  const PageReading reading = read(page_around(paragraphs()));
  bool found = false;
  for (const BlockFate& fate : reading.body.fates) {
    EXPECT_FALSE(text_of(fate.reason).empty());
    EXPECT_FALSE(name_of(fate.fate).empty());
    if (fate.block.text.starts_with("I have waited")) {
      found = true;
      EXPECT_EQ(fate.fate, Fate::unlikely);
    }
  }
  EXPECT_TRUE(found);
}

TEST(ReadPage, HasTheBylineAsAFieldAndNotAsAParagraph) {
  const PageReading reading = read(
      "<!doctype html><title>Flood in the valley</title><article><h1>Flood in the valley</h1>"
      "<p class=byline>By Jane Doe</p><p>" +
      first + "</p><p>Jane Doe: You were there that night?</p><p>" + second + "</p></article>");
  EXPECT_EQ(reading.document.byline, "Jane Doe");
  EXPECT_THAT(texts(reading), ElementsAre(first, "Jane Doe: You were there that night?", second));
}

TEST(read_page, ends_on_hostile_pages) {
  std::string many;
  for (int i = 0; i < 60'000; ++i) {
    many += "<div class=a><p>Some words in a paragraph, and a full stop.</p>";
    many += i % 2 == 0 ? "</div>" : "";
  }
  EXPECT_FALSE(read(many).document.blocks.empty());
  std::string cells = "<table>";
  for (int i = 0; i < 100'000; ++i) {
    cells += "<tr><td>1<td>2";
  }
  EXPECT_FALSE(read(cells).document.blocks.empty());
  EXPECT_FALSE(read(std::string(1 << 20, 'a')).document.blocks.empty());
}

/// `page` with `head` in its head.
std::string with_head(std::string page, std::string_view head) {
  const std::string_view end = "</head>";
  return page.replace(page.find(end), 0, head);
}

TEST(ReadPage, HasTheSameDocumentWhateverIsSaidForMachinesOnly) {
  const std::string page = page_around("<p>" + first + "</p><p>" + second + "</p>");
  const Document document = read(page).document;
  for (const char* const head :
       {"<meta name=description content='All the news of the valley, day and night, for free.'>",
        "<meta property=og:description content='The voice of the valley since 1888.'>",
        "<meta property=og:url content='https://news.example/'>",
        "<meta property=og:locale content=en_GB>"}) {
    EXPECT_EQ(read(with_head(page, head)).document, document) << head;
  }
  const auto canonical = [&](std::string_view host) {
    return read(with_head(page, fmt::format("<link rel=canonical href='https://{}/bridge'>", host)))
        .document.canonical;
  };
  EXPECT_EQ(canonical("news.example"), "https://news.example/bridge");
  EXPECT_EQ(canonical("mobile.news.example"), "https://news.example/bridge");
}

TEST(ReadPage, HasTheStandfirstThatReadersSee) {
  const std::string standfirst = "After nine hours of talks, lorries may cross again from March.";
  const std::string meta = "<meta name=description content='" + standfirst + "'>";
  const std::string page =
      with_head(page_around("<p>" + first + "</p><p>" + second + "</p>"), meta);
  EXPECT_EQ(read(page).document.standfirst, std::nullopt);
  std::string shown = page;
  const std::string_view heading = "</h1>";
  shown.insert(shown.find(heading) + heading.size(), "<div class=x7>" + standfirst + "</div>");
  const PageReading reading = read(shown);
  const bool is_in_body = testing::Matches(Contains(standfirst))(texts(reading));
  EXPECT_TRUE(reading.document.standfirst == standfirst || is_in_body);
}

}  // namespace
}  // namespace arch::article
