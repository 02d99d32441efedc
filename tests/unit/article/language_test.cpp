#include "article/language.hpp"

#include <gmock/gmock.h>

#include <string>

namespace arch::article {
namespace {

std::string guess(std::string_view text) {
  return std::string{guess_language(text).value_or("none")};
}

TEST(Language, IsWrittenAsBcp47) {
  EXPECT_EQ(normalize_language("EN"), "en");
  EXPECT_EQ(normalize_language("en_us"), "en-US");
  EXPECT_EQ(normalize_language(" de-at "), "de-AT");
  EXPECT_EQ(normalize_language("zh-hans-cn"), "zh-Hans-CN");
  EXPECT_EQ(normalize_language("en-US,en;q=0.9"), "en-US");
  EXPECT_EQ(normalize_language("es-419"), "es-419");
  EXPECT_EQ(normalize_language("fr-"), "fr");
}

TEST(Language, KeepsItsScriptWithoutItsRegion) {
  EXPECT_EQ(language_and_script("en-US"), "en");
  EXPECT_EQ(language_and_script("en"), "en");
  EXPECT_EQ(language_and_script("zh-Hans-CN"), "zh-Hans");
  EXPECT_EQ(language_and_script("sr-Latn"), "sr-Latn");
  EXPECT_EQ(language_and_script("de-1996"), "de");
  EXPECT_EQ(language_and_script("es-419"), "es");
  EXPECT_EQ(language_and_script(""), "");
}

TEST(Language, IsAbsentWhereNoneIsNamed) {
  for (const std::string_view tag : {"", "x-default", "english", "12", "{{lang}}", "-en"}) {
    EXPECT_EQ(normalize_language(tag), std::nullopt) << tag;
  }
  EXPECT_EQ(normalize_language(std::string(100, 'a')), std::nullopt);
}

TEST(Language, IsGuessedFromTheWordsOfTheText) {
  EXPECT_EQ(guess("The two ministers met for nine hours on Tuesday, and they agreed to reopen the "
                  "bridge to lorries from the first of next month, which was the wish of the towns "
                  "that have been cut off for three years."),
            "en");
  EXPECT_EQ(guess("Les deux ministres se sont réunis pendant neuf heures mardi et ont décidé de "
                  "rouvrir le pont aux camions, une demande des communes qui sont coupées du "
                  "reste de la vallée depuis trois ans pour des raisons de sécurité."),
            "fr");
  EXPECT_EQ(guess("Die beiden Minister haben am Dienstag neun Stunden lang beraten und sich darauf "
                  "geeinigt, dass die Brücke für Lastwagen wieder geöffnet wird. Das war auch der "
                  "Wunsch der Gemeinden, die seit drei Jahren von der Straße abgeschnitten sind."),
            "de");
  EXPECT_EQ(guess("Los dos ministros se reunieron el martes durante nueve horas y acordaron que el "
                  "puente se abra a los camiones desde el primero del mes que viene, como pedían "
                  "los pueblos que llevan tres años sin una carretera para salir."),
            "es");
  EXPECT_EQ(guess("Os dois ministros reuniram-se na terça-feira durante nove horas e decidiram que "
                  "a ponte será aberta para camiões no início do próximo mês, o que foi pedido "
                  "pelo conjunto das aldeias que há três anos não têm uma estrada."),
            "pt");
  EXPECT_EQ(
      guess("Mawaziri hao wawili walikutana kwa saa tisa siku ya Jumanne na kukubaliana kuwa "
            "daraja la mpaka litafunguliwa kwa malori kuanzia tarehe moja ya mwezi ujao, hata "
            "hivyo watu wa miji ya karibu wamesema hiyo ni habari njema katika eneo la mpaka."),
      "sw");
  EXPECT_EQ(
      guess("Abaminisitiri bombi bahuriye mu nama y'amasaha icyenda ku wa Kabiri, bemeranya ko "
            "ikiraro kizongera gufungurwa ku makamyo mu kwezi gutaha, ariko abaturage bavuga ko "
            "ibyo bidahagije kandi ko na mbere byari byavuzwe ubwo umupaka wafungwaga."),
      "rw");
}

TEST(Language, IsToldFromItsNeighboursByTheWordsThatTheyDoNotShare) {
  // With `la`, `de` and `a` alone it might be French, Spanish or Italian; and elisions hide the
  // rest.
  EXPECT_EQ(guess("Le conseil s’est réuni lundi à la mairie et a parlé de la route de la vallée "
                  "pendant trois heures. Le maire de la commune a reconnu avoir reçu de l’argent "
                  "de la part d’une entreprise de la vallée."),
            "fr");
}

TEST(Language, IsGuessedFromABrief) {
  EXPECT_EQ(
      guess("A man was found dead at the foot of the old bridge on Monday. Police said that he "
            "had been missing since Friday."),
      "en");
  EXPECT_EQ(
      guess("L’ancien maire de Vernoux, Paul Garnier, 62 ans, a été condamné lundi pour "
            "détournement de fonds publics. Il aurait versé 340 000 euros à une société de sa "
            "fille."),
      "fr");
  EXPECT_EQ(guess("Der bayerische Minister Karl Huber ist am Dienstag zurückgetreten. Gegen ihn "
                  "ermittelt die Staatsanwaltschaft wegen Bestechlichkeit. Er weist das zurück."),
            "de");
  EXPECT_EQ(guess("Tres personas murieron y once resultaron heridas en el incendio del hotel "
                  "Miramar, según los bomberos. El fuego no llegó a los edificios vecinos."),
            "es");
  EXPECT_EQ(
      guess("Três pessoas morreram e onze ficaram feridas no incêndio do hotel Miramar, disse a "
            "polícia. O fogo não chegou a outros edifícios."),
      "pt");
  EXPECT_EQ(guess("Tre persone sono morte e undici sono rimaste ferite nell’incendio dell’albergo "
                  "Miramar, ha detto la polizia. Il fuoco non ha raggiunto altri edifici."),
            "it");
}

TEST(Language, IsGuessedFromTheScript) {
  EXPECT_EQ(guess("اجتمع الوزيران تسع ساعات يوم الثلاثاء واتفقا على إعادة فتح الجسر"), "ar");
  EXPECT_EQ(guess("שני השרים נפגשו במשך תשע שעות ביום שלישי והסכימו לפתוח מחדש את הגשר"), "he");
  EXPECT_EQ(guess("दोनों मंत्रियों ने मंगलवार को नौ घंटे तक बैठक की और पुल को फिर से खोलने पर सहमति जताई"),
            "hi");
  EXPECT_EQ(guess("两位部长星期二会谈了九个小时，同意下月一日起重新向卡车开放边境大桥。"), "zh");
  EXPECT_EQ(
      guess(
          "両大臣は火曜日に九時間会談し、来月一日から国境の橋をトラックに再開することで合意した。"),
      "ja");
  EXPECT_EQ(guess("두 장관은 화요일 아홉 시간 동안 만나 국경 다리를 다시 열기로 합의했다"), "ko");
}

TEST(Language, IsNotGuessedFromTooLittle) {
  EXPECT_EQ(guess(""), "none");
  EXPECT_EQ(guess("The bridge"), "none");
  EXPECT_EQ(guess(std::string(100'000, 'x')), "none");
}

}  // namespace
}  // namespace arch::article
