#include "cmd/json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <random>
#include <string>

namespace arch::cmd {
namespace {

TEST(JsonRecord, WritesEveryKindOfValue) {
  JsonRecord inner;
  inner.number("n", 1);
  const std::string text = JsonRecord{}
                               .text("text", "a \"b\" \\ c")
                               .text("absent", std::nullopt)
                               .number("number", 18446744073709551615U)
                               .decimal("decimal", 0.0274)
                               .boolean("yes", true)
                               .time("time", UtcTime{0})
                               .time("never", std::nullopt)
                               .id("id", std::nullopt)
                               .texts("texts", {"a", "b"})
                               .texts("none", {})
                               .records("records", {inner, inner})
                               .str();
  EXPECT_EQ(text,
            R"({"text":"a \"b\" \\ c","absent":null,"number":18446744073709551615,)"
            R"("decimal":0.027,"yes":true,"time":"1970-01-01T00:00:00Z","never":null,"id":null,)"
            R"("texts":["a","b"],"none":[],"records":[{"n":1},{"n":1}]})");
  EXPECT_EQ(JsonRecord{}.str(), "{}");
}

TEST(JsonRecord, EscapesWhatCouldCommandATerminal) {
  EXPECT_EQ(JsonRecord{}.text("a", "\x1b[31m \a \x7f").str(),
            R"({"a":"\u001b[31m \u0007 \u007f"})");
  EXPECT_EQ(JsonRecord{}.text("a", "\u009b \u202e").str(), R"({"a":"\u009b \u202e"})");
  EXPECT_EQ(JsonRecord{}.text("a", "one\ntwo\t\r").str(), R"({"a":"one\ntwo\t\r"})");
}

TEST(JsonRecord, PutsReplacementCharactersForWhatIsNotUtf8) {
  EXPECT_EQ(JsonRecord{}.text("a", "caf\xe9").str(), "{\"a\":\"caf\uFFFD\"}");
}

TEST(JsonRecord, IsReadBackByAnotherReaderOfJson) {
  std::mt19937 random{std::random_device{}()};
  const auto seed = random();
  random.seed(seed);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::size_t i = random() % 40; i > 0; --i) {
      const auto points = std::array<const char*, 12>{
          "a", "\"", "\\", "\n", "\x01", "é", "\u009b", "\u202e", "漢", "😀", "\U000E0001", "/"};
      text += points.at(random() % points.size());
    }
    const std::string line = JsonRecord{}.text("t", text).str();
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_EQ(nlohmann::json::parse(line).at("t").get<std::string>(), text) << "seed " << seed;
  }
}

}  // namespace
}  // namespace arch::cmd
