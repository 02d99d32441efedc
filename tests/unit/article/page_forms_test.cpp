// Pages of the forms that news have besides plain paragraphs, in five languages: made for this,
// with the frame of a site that does not exist around them.
#include "article/read_page.hpp"
#include "unit/article/block_texts.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <string_view>

namespace arch::article {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct Frame {
  std::string_view language;
  std::string_view site;
  std::string_view sections;
  std::string_view related;
  std::string_view foot;
};

constexpr Frame english{
    .language = "en",
    .site = "The Valley Voice",
    .sections = "<li><a href=/1>Home</a><li><a href=/2>World</a><li><a href=/3>Sport</a>",
    .related =
        "<h3>More on this story</h3><ul><li><a href=/r1>Storm closes the "
        "valley road for a second day</a><li><a href=/r2>Council votes on "
        "the new school</a></ul>",
    .foot = "Copyright The Valley Voice. All rights reserved."};
constexpr Frame german{.language = "de",
                       .site = "Talbote",
                       .sections =
                           "<li><a href=/1>Startseite</a><li><a href=/2>Politik</a><li><a "
                           "href=/3>Kultur</a>",
                       .related =
                           "<h3>Mehr zum Thema</h3><ul><li><a href=/r1>Sturm sperrt die "
                           "Talstraße für einen zweiten Tag</a><li><a href=/r2>Gemeinderat stimmt "
                           "über die neue Schule ab</a></ul>",
                       .foot = "© Talbote. Alle Rechte vorbehalten."};
constexpr Frame french{.language = "fr",
                       .site = "La Voix du Val",
                       .sections =
                           "<li><a href=/1>Accueil</a><li><a href=/2>Monde</a><li><a "
                           "href=/3>Culture</a>",
                       .related =
                           "<h3>À lire aussi</h3><ul><li><a href=/r1>La tempête ferme la route de "
                           "la vallée</a><li><a href=/r2>Le conseil vote sur la nouvelle "
                           "école</a></ul>",
                       .foot = "© La Voix du Val. Tous droits réservés."};
constexpr Frame spanish{.language = "es",
                        .site = "La Voz del Valle",
                        .sections =
                            "<li><a href=/1>Inicio</a><li><a href=/2>Mundo</a><li><a "
                            "href=/3>Cultura</a>",
                        .related =
                            "<h3>Noticias relacionadas</h3><ul><li><a href=/r1>La tormenta cierra "
                            "la carretera del valle</a><li><a href=/r2>El consejo vota sobre la "
                            "nueva escuela</a></ul>",
                        .foot = "© La Voz del Valle. Todos los derechos reservados."};
constexpr Frame portuguese{.language = "pt",
                           .site = "A Voz do Vale",
                           .sections =
                               "<li><a href=/1>Início</a><li><a href=/2>Mundo</a><li><a "
                               "href=/3>Cultura</a>",
                           .related =
                               "<h3>Leia também</h3><ul><li><a href=/r1>Tempestade fecha a estrada "
                               "do vale</a><li><a href=/r2>Conselho vota sobre a nova "
                               "escola</a></ul>",
                           .foot = "© A Voz do Vale. Todos os direitos reservados."};

/// What a form's page reads like: the headline, then the blocks.
PageReading read(const Frame& frame, std::string_view title, std::string_view article) {
  const std::string page = fmt::format(
      "<!doctype html><html lang={0}><head><meta charset=utf-8><title>{1} | "
      "{2}</title></head><body>"
      "<header><a href=/>{2}</a></header><nav><ul>{3}</ul></nav><main><article>{4}</article></main>"
      "<aside class=related>{5}</aside><footer><p>{6}</p></footer></body></html>",
      frame.language,
      title,
      frame.site,
      frame.sections,
      article,
      frame.related,
      frame.foot);
  return read_page(as_bytes(page), {});
}

std::string entry(std::string_view time, std::string_view heading, std::string_view text) {
  return fmt::format(
      "<div class=liveblog-entry><time datetime=2026-01-12T{0}:00Z>{0}</time><h2>{1}</h2><p>{2}</p>"
      "<div class=share><a href=#>Share this update</a></div></div>",
      time,
      heading,
      text);
}

TEST(PageForms, AnEnglishLiveBlogHasItsEntriesAndTheDateOfTheFirst) {
  constexpr std::string_view lead =
      "<h1>Storm Ida: live updates from the coast</h1><p class=standfirst>Two rivers have burst "
      "their "
      "banks and 4,000 homes are without power.</p>";
  const std::string noon =
      entry("12:05",
            "Schools send children home",
            "All schools on the coast are sending children home at noon. Buses run "
            "an hour earlier than usual, the district said.");
  const std::string one =
      entry("13:10",
            "4,000 homes without power",
            "The grid operator says that 4,000 homes in the valley have no power, "
            "and that repairs cannot begin before the wind drops.");
  const std::string two =
      entry("14:32",
            "Bridge at Harle closed",
            "The police have closed the bridge at Harle in both directions after a "
            "lorry was blown against the railing. Nobody was hurt.");
  const std::string_view title = "Storm Ida: live updates";
  const PageReading early = read(english, title, std::string{lead} + one + noon);
  const PageReading late = read(english, title, std::string{lead} + two + one + noon);
  EXPECT_EQ(early.document.published, "2026-01-12T12:05:00Z");
  EXPECT_EQ(late.document.published, early.document.published);
  EXPECT_FALSE(late.document.modified);
  EXPECT_THAT(texts(late),
              ElementsAre("Two rivers have burst their banks and 4,000 homes are without power.",
                          "Bridge at Harle closed",
                          HasSubstr("blown against the railing"),
                          "4,000 homes without power",
                          HasSubstr("before the wind drops"),
                          "Schools send children home",
                          HasSubstr("an hour earlier than usual")));
}

TEST(PageForms, AGermanTickerHasItsTimesAndTexts) {
  const PageReading reading = read(
      german,
      "Liveticker zur Sturmflut",
      "<h1>Sturmflut an der Küste: Die Ereignisse im Liveticker</h1><p class=author>Von Anna "
      "Berg</p><ul class=ticker><li><span class=time>14:32 Uhr</span> <strong>Harlebrücke "
      "gesperrt.</strong> Die Polizei hat die Harlebrücke in beiden Richtungen gesperrt, nachdem "
      "ein Lastwagen gegen das Geländer gedrückt worden war. Verletzt wurde niemand.<li><span "
      "class=time>13:10 Uhr</span> <strong>4000 Haushalte ohne Strom.</strong> Der Netzbetreiber "
      "meldet 4000 Haushalte ohne Strom. Die Reparaturen könnten erst beginnen, wenn der Wind "
      "nachlasse.</ul>");
  EXPECT_EQ(reading.document.byline, "Anna Berg");
  EXPECT_THAT(texts(reading),
              ElementsAre(HasSubstr("14:32 Uhr Harlebrücke gesperrt. Die Polizei hat"),
                          HasSubstr("13:10 Uhr 4000 Haushalte ohne Strom. Der Netzbetreiber")));
}

TEST(PageForms, FrenchQuestionsAndAnswersAreWhole) {
  const PageReading reading = read(
      french,
      "Inondations : ce qu’il faut savoir",
      "<h1>Inondations : ce qu’il faut savoir sur les indemnisations</h1><span class=author>Par "
      "Claire Morel</span><div class=body><h2>Qui peut être indemnisé ?</h2><p>Tous les habitants "
      "dont le logement a été touché par la crue du 12 janvier peuvent déposer une demande, qu’ils "
      "soient propriétaires ou locataires.</p><h2>Quels sont les délais ?</h2><p>La demande doit "
      "être déposée dans les dix jours.</p><h2>Combien cela prend-il ?</h2><p>Comptez trois mois "
      "en moyenne, et jusqu’à six mois pour les dossiers qui ne sont pas complets.</p></div>");
  EXPECT_EQ(reading.document.byline, "Claire Morel");
  EXPECT_THAT(texts(reading),
              ElementsAre("Qui peut être indemnisé ?",
                          HasSubstr("propriétaires ou locataires"),
                          "Quels sont les délais ?",
                          "La demande doit être déposée dans les dix jours.",
                          "Combien cela prend-il ?",
                          HasSubstr("jusqu’à six mois")));
}

TEST(PageForms, AShortLastAnswerIsKept) {
  const PageReading reading = read(
      french,
      "Inondations : ce qu’il faut savoir",
      "<h1>Inondations : ce qu’il faut savoir sur les indemnisations</h1><h2>Qui peut être "
      "indemnisé "
      "?</h2><p>Tous les habitants dont le logement a été touché par la crue du 12 janvier peuvent "
      "déposer une demande, qu’ils soient propriétaires ou locataires.</p><h2>Combien cela "
      "prend-il "
      "?</h2><p>Trois mois en moyenne.</p>");
  ASSERT_FALSE(texts(reading).empty());
  EXPECT_EQ(texts(reading).back(), "Trois mois en moyenne.");
}

TEST(PageForms, ASpanishInterviewHasTheHeadlineThatReadersSeeAndEveryAnswer) {
  const PageReading reading = read(
      spanish,
      "Entrevista con la alcaldesa",
      "<h1>«No volveremos a construir junto al río»</h1><p class=entradilla>Marta Ruiz explica "
      "cómo "
      "el pueblo quiere protegerse de la próxima crecida.</p><div "
      "class=cuerpo><p><strong>Pregunta. "
      "¿Qué fue lo primero que pensó aquella noche?</strong></p><p><strong>Respuesta.</strong> En "
      "los ancianos de la residencia. Teníamos una hora para sacar a 60 personas y solo dos "
      "autobuses.</p><p><strong>P. ¿Se podía haber evitado?</strong></p><p><strong>R.</strong> "
      "No.</p><p><strong>P. ¿Por qué no se construyó el dique?</strong></p><p><strong>R.</strong> "
      "Porque el dinero se gastó en otra cosa antes de que yo llegara al cargo.</p></div>");
  EXPECT_EQ(reading.document.headline, "«No volveremos a construir junto al río»");
  EXPECT_THAT(texts(reading), testing::Contains("R. No."));
  EXPECT_THAT(texts(reading), testing::SizeIs(7));
}

TEST(PageForms, APortugueseListKeepsItsPointsBetweenItsParagraphs) {
  const PageReading reading = read(
      portuguese,
      "Sete dicas para economizar energia",
      "<h1>Sete dicas para economizar energia no inverno</h1><p class=autor>Por João Lima</p><div "
      "class=texto><p>Com o frio, a conta de luz costuma subir. Reunimos dicas simples de "
      "especialistas da universidade.</p><ol><li>Desligue os aparelhos da tomada.<li>Use cortinas "
      "grossas à noite.<li>Tome banhos mais curtos.</ol><p>Segundo a companhia, quem seguir todas "
      "as dicas pode poupar até 300 reais por ano.</p></div>");
  EXPECT_EQ(reading.document.byline, "João Lima");
  EXPECT_THAT(texts(reading),
              ElementsAre(HasSubstr("costuma subir"),
                          "Desligue os aparelhos da tomada.",
                          "Use cortinas grossas à noite.",
                          "Tome banhos mais curtos.",
                          HasSubstr("até 300 reais por ano")));
}

TEST(PageForms, OfAnArticleBehindAWallOnlyItsBeginningIsRead) {
  const PageReading reading = read(
      german,
      "Warum der Deich brach",
      "<h1>Warum der Deich brach</h1><p class=autor>Von Jonas Petersen</p><div class=text><p>Als "
      "das "
      "Wasser kam, saß Deichgraf Ole Jansen in seiner Küche und wartete auf einen Anruf, der nicht "
      "kam. Seit sechs Jahren hatte er vor genau dieser Nacht gewarnt.</p><p>Nun zeigen interne "
      "Berichte, die dieser Zeitung vorliegen, dass die Behörde die Schäden am Deich kannte und "
      "die "
      "Reparatur dreimal verschob.</p></div><div class=abo-box><h2>Weiterlesen mit Talbote "
      "Plus</h2><p>Testen Sie Talbote Plus einen Monat lang kostenlos.</p><p>Sie haben bereits ein "
      "Abo? "
      "<a href=/login>Hier anmelden</a></p></div>");
  EXPECT_THAT(texts(reading),
              ElementsAre(HasSubstr("vor genau dieser Nacht"), HasSubstr("dreimal verschob")));
}

TEST(PageForms, AMatchReportedMinuteByMinuteKeepsItsShortLines) {
  const PageReading reading = read(
      english,
      "Harle 2-1 Dover: as it happened",
      "<h1>Harle 2-1 Dover: as it happened</h1><div class=content><p>Harle won the cup for the "
      "first "
      "time in thirty years, with a goal in the last minute of a match that had been stopped twice "
      "by the rain.</p><h2>Full time</h2><p><b>90 min</b> Goal! Larsen heads in the corner, and "
      "the "
      "whole bench runs onto the pitch.</p><p><b>15 min</b> Harle lead. Okafor from the "
      "spot.</p><p><b>1 min</b> We are off. It is raining, and Dover have the wind behind "
      "them.</p></div>");
  EXPECT_THAT(texts(reading), testing::Contains("15 min Harle lead. Okafor from the spot."));
  EXPECT_THAT(texts(reading), testing::Each(Not(HasSubstr("Storm closes"))));
  EXPECT_THAT(texts(reading), testing::SizeIs(5));
}

}  // namespace
}  // namespace arch::article
