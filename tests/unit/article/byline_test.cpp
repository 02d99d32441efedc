#include "article/byline.hpp"

#include <gmock/gmock.h>

#include <string>

namespace arch::article {
namespace {

std::string read(std::string_view text) {
  std::string joined;
  for (const std::string& name : read_names(text)) {
    joined += joined.empty() ? "" : "; ";
    joined += name;
  }
  return joined;
}

TEST(Byline, LosesItsIntroduction) {
  EXPECT_EQ(read("By Jane Doe"), "Jane Doe");
  EXPECT_EQ(read("BY JANE DOE"), "JANE DOE");
  EXPECT_EQ(read("Written by: Jane Doe"), "Jane Doe");
  EXPECT_EQ(read("Par Jean Dupont"), "Jean Dupont");
  EXPECT_EQ(read("Von Erika Mustermann"), "Erika Mustermann");
  EXPECT_EQ(read("Eine Analyse von Erika Mustermann"), "Erika Mustermann");
  EXPECT_EQ(read("Por Juan Pérez"), "Juan Pérez");
  EXPECT_EQ(read("Di Maria Rossi"), "Maria Rossi");
  EXPECT_EQ(read("Yanditswe na Uwase Marie"), "Uwase Marie");
  EXPECT_EQ(read("بقلم: أحمد علي"), "أحمد علي");
  EXPECT_EQ(read("מאת: דנה כהן"), "דנה כהן");
  EXPECT_EQ(read("作者：王小明"), "王小明");
}

TEST(Byline, KeepsNamesThatBeginLikeAnIntroduction) {
  EXPECT_EQ(read("Bya Smith"), "Bya Smith");
  EXPECT_EQ(read("Vonda Shepard"), "Vonda Shepard");
  EXPECT_EQ(read("Parker Posey"), "Parker Posey");
}

TEST(Byline, IsAListOfNames) {
  EXPECT_EQ(read("By Jane Doe and John Roe"), "Jane Doe; John Roe");
  EXPECT_EQ(read("By Jane Doe, Max Moe, and John Roe"), "Jane Doe; Max Moe; John Roe");
  EXPECT_EQ(read("Par Jean Dupont et Marie Martin"), "Jean Dupont; Marie Martin");
  EXPECT_EQ(read("Von Erika Muster und Max Muster"), "Erika Muster; Max Muster");
  EXPECT_EQ(read("Por Juan Pérez y Ana Gómez"), "Juan Pérez; Ana Gómez");
  EXPECT_EQ(read("Por João Silva e Ana Souza"), "João Silva; Ana Souza");
  EXPECT_EQ(read("Jane Doe & John Roe & Max Moe"), "Jane Doe; John Roe; Max Moe");
  EXPECT_EQ(read("王小明、李华"), "王小明; 李华");
  EXPECT_EQ(read("Jane Doe, Jane Doe"), "Jane Doe");
}

TEST(Byline, KeepsNamesWithAJoiningWordWhole) {
  EXPECT_EQ(read("José Ortega y Gasset"), "José Ortega y Gasset");
  EXPECT_EQ(read("Center for Drug Evaluation and Research"),
            "Center for Drug Evaluation and Research");
}

TEST(Byline, KeepsAgenciesNewsroomsAndDegrees) {
  EXPECT_EQ(read("Jane Doe, AFP"), "Jane Doe; AFP");
  EXPECT_EQ(read("dpa"), "dpa");
  EXPECT_EQ(read("BR24 Redaktion"), "BR24 Redaktion");
  EXPECT_EQ(read("By Jane Doe, MD, Ph.D."), "Jane Doe, MD, Ph.D.");
}

TEST(Byline, LosesWhatIsNoName) {
  EXPECT_EQ(read("By Jane Doe, Staff Writer"), "Jane Doe");
  EXPECT_EQ(read("Jane Doe | Reporter | Updated: 20 November 2026"), "Jane Doe");
  EXPECT_EQ(read("By Jane Doe - Political Correspondent of the Herald"), "Jane Doe");
  EXPECT_EQ(read("By Jane Doe (Reuters)"), "Jane Doe");
  EXPECT_EQ(read("By Jane Doe jane@example.com"), "Jane Doe");
  EXPECT_EQ(read("Jane Doe @janedoe"), "Jane Doe");
  EXPECT_EQ(read("By Jane Doe Published 20 November 2026"), "Jane Doe");
  EXPECT_EQ(read("Jane Doe, Photo by John Roe"), "Jane Doe");
  EXPECT_EQ(read("By Jane Doe, 20 November 2026"), "Jane Doe");
}

TEST(Byline, GivesNothingForWhatIsNone) {
  for (const char* text : {"",
                           "By",
                           "https://www.example.com/jane-doe",
                           "www.example.com",
                           "Photo: John Roe",
                           "20 November 2026",
                           "@janedoe",
                           "jane@example.com",
                           "admin",
                           "12345",
                           "{{author.name}}"}) {
    EXPECT_EQ(read(text), "") << text;
  }
}

TEST(Byline, GivesNothingForAnAuthorsBox) {
  EXPECT_EQ(read("Jane Doe has covered the valley for twenty years and has won many of the prizes "
                 "that there are to win, among them two for her reporting on the border bridge, "
                 "which took her nine months and which she wrote in a hut below it"),
            "");
}

TEST(Byline, IsRecognisedByItsIntroduction) {
  EXPECT_TRUE(is_byline("By Jane Doe"));
  EXPECT_TRUE(is_byline("Von Erika Mustermann, Berlin"));
  EXPECT_FALSE(is_byline("Jane Doe"));
  EXPECT_TRUE(is_byline("By 王小明"));
  EXPECT_TRUE(is_byline("Von Anna von der Heide"));
  EXPECT_FALSE(is_byline("By 20 November 2026"));
  EXPECT_FALSE(is_byline("By creating an account"));
  EXPECT_FALSE(is_byline("By creating an account on our Services, you agree to our Terms"));
}

TEST(Byline, LeavesOutWhatIsNoName) {
  EXPECT_EQ(read("By|Nell Carrow|Wednesday 4 March 2026"), "Nell Carrow");
  EXPECT_EQ(read("Von Jana Brandt|Mittwoch, 04.03.2026"), "Jana Brandt");
  EXPECT_EQ(read("By |Nell Carrow|, |Imran Aziz| and |Dana Whitlock| in Lennick"),
            "Nell Carrow; Imran Aziz; Dana Whitlock");
  EXPECT_EQ(read("By Nell Carrow in Marrow Bay"), "Nell Carrow");
  EXPECT_EQ(read("Words by Nell Carrow."), "Nell Carrow");
  EXPECT_EQ(read("By Sammy Davis Jr."), "Sammy Davis Jr.");
  EXPECT_EQ(read("Story by Nell Carrow • 5h • 3 min read"), "Nell Carrow");
  EXPECT_EQ(read("Reporting by Nell Carrow; editing by Imran Aziz"), "Nell Carrow");
  EXPECT_EQ(read("By Nell Carrow and agencies"), "Nell Carrow");
  EXPECT_EQ(read("Von Jana Brandt mit Agenturen"), "Jana Brandt");
  EXPECT_EQ(read("Na Neema Karoli"), "Neema Karoli");
}

TEST(Byline, IsBoundedOnHostileText) {
  const std::string many(1'000'000, ',');
  EXPECT_EQ(read(many), "");
  std::string names;
  for (int i = 0; i < 100; ++i) {
    names += static_cast<char>('A' + i % 26);
    names += static_cast<char>('a' + i / 26);
    names += ',';
  }
  EXPECT_EQ(read_names(names).size(), 20U);
}

}  // namespace
}  // namespace arch::article
