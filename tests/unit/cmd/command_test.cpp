#include "cmd/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <initializer_list>
#include <string>

namespace arch::cmd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::array arguments{Argument{.name = "A", .help = ""},
                               Argument{.name = "B",
                                        .help = "",
                                        .kind = ValueKind::choice,
                                        .count = Argument::Count::optional,
                                        .choices = "red|green"}};
constexpr std::array options{
    Option{.name = "key", .help = "", .letter = 'k', .value = "NAME"},
    Option{.name = "limit", .help = "", .letter = 'n', .value = "N", .kind = ValueKind::number},
    Option{.name = "verbose", .help = "", .letter = 'v'},
    Option{.name = "quiet", .help = "", .letter = 'q'},
};
constexpr Command command{
    .name = "test", .summary = "Test", .arguments = arguments, .options = options};

Arguments parse(std::initializer_list<const char*> words) {
  return parse_arguments(command, std::span{words.begin(), words.size()});
}

Error error_of(std::initializer_list<const char*> words) {
  try {
    parse(words);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error;
  }
  ADD_FAILURE() << "no error";
  return Error{ErrorKind::io, ""};
}

TEST(Arguments, ReadValuesInEveryForm) {
  EXPECT_EQ(parse({"a", "--key", "x"}).find("key"), "x");
  EXPECT_EQ(parse({"--key=x", "a"}).find("key"), "x");
  EXPECT_EQ(parse({"-k", "x", "a"}).find("key"), "x");
  EXPECT_EQ(parse({"-kx", "a"}).find("key"), "x");
  EXPECT_EQ(parse({"-vqkx", "a"}).find("key"), "x");
  EXPECT_TRUE(parse({"-vqkx", "a"}).has("quiet"));
}

TEST(Arguments, ArriveAsTheyWereTyped) {
  for (const char* const odd : {"[a,b]", "{}", "\"x\"", "a=b", "-", "", " ", "%%", "\xff"}) {
    EXPECT_THAT(parse({odd}).positional(), ElementsAre(odd));
    EXPECT_EQ(parse({"a", "--key", odd}).find("key"), odd);
    EXPECT_EQ(parse({"a", (std::string{"--key="} + odd).c_str()}).all("key").size(), 1U);
  }
  EXPECT_EQ(parse({"a", "--key", "--verbose"}).find("key"), "--verbose");
}

TEST(Arguments, BehindTwoDashesAreNoOptions) {
  EXPECT_THAT(parse({"--", "--key"}).positional(), ElementsAre("--key"));
  EXPECT_THAT(parse({"--", "--"}).positional(), ElementsAre("--"));
}

TEST(Arguments, GiveTheLastOfRepeatedValuesAndAllWhenAsked) {
  const Arguments given = parse({"a", "-k1", "-k2"});
  EXPECT_EQ(given.find("key"), "2");
  EXPECT_THAT(given.all("key"), ElementsAre("1", "2"));
  EXPECT_THAT(given.all("limit"), IsEmpty());
  EXPECT_FALSE(given.has("limit"));
}

TEST(Arguments, TakeNumbersInTheirRangeOnly) {
  EXPECT_EQ(parse({"a", "-n", "4294967295"}).find_number("limit"), 4294967295U);
  EXPECT_EQ(parse({"a", "-n", "0"}).find_number("limit"), 0U);
  for (const char* const wrong : {"4294967296", "-1", "1.5", "", "1 ", "0x10", "ten"}) {
    EXPECT_THAT(error_of({"a", "--limit", wrong}).what(), HasSubstr("whole number")) << wrong;
  }
}

TEST(Arguments, MustBeAsManyAsTheCommandTakes) {
  EXPECT_THAT(error_of({}).what(), HasSubstr("needs an argument: A"));
  EXPECT_THAT(error_of({"a", "red", "c"}).what(), HasSubstr("what to do with `c`"));
  EXPECT_THAT(error_of({"a", "blue"}).what(), HasSubstr("B is one of red, green"));
  EXPECT_THAT(parse({"a", "green"}).positional(), ElementsAre("a", "green"));
}

TEST(Arguments, AreNotMissedWhenHelpIsAskedFor) {
  EXPECT_TRUE(parse({"--help"}).has("help"));
}

TEST(Arguments, NameWhatWasProbablyMeant) {
  EXPECT_THAT(error_of({"a", "--limt=3"}).hint(), HasSubstr("--limit"));
  EXPECT_THAT(error_of({"a", "--verb"}).hint(), HasSubstr("--verbose"));
  EXPECT_THAT(error_of({"a", "--xyzzy"}).hint(), HasSubstr("--help"));
  EXPECT_THAT(error_of({"a",
                        "--"
                        "\x1b[31m"})
                  .what(),
              HasSubstr("\\x1b[31m"));
}

TEST(Commands, SayWhatTheyAreInOneLineWithoutAFullStop) {
  for (const Command* const one : all_commands()) {
    EXPECT_LT(one->summary.size(), 70U) << one->name;
    EXPECT_FALSE(one->summary.ends_with('.')) << one->name;
    EXPECT_GE(one->examples.size(), 3U) << one->name;
    EXPECT_NE(one->run, nullptr) << one->name;
  }
}

TEST(Commands, HaveOptionsThatDifferInNameAndLetter) {
  for (const Command* const one : all_commands()) {
    std::string names;
    std::string letters;
    for (const std::span<const Option> list : {one->options, common_options()}) {
      for (const Option& option : list) {
        const std::string name = "|" + std::string{option.name} + "|";
        EXPECT_EQ(names.find(name), std::string::npos) << one->name << " " << option.name;
        names += name;
        if (option.letter != 0) {
          EXPECT_EQ(letters.find(option.letter), std::string::npos) << one->name;
          letters += option.letter;
        }
      }
    }
  }
}

TEST(Commands, AreFoundByOneWordOrTwo) {
  const std::array one{"log", "x"};
  EXPECT_EQ(read_command(one).command->name, "log");
  EXPECT_EQ(read_command(one).words, 1U);
  const std::array two{"import", "git", "x"};
  EXPECT_EQ(read_command(two).command->name, "import git");
  EXPECT_EQ(read_command(two).words, 2U);
  EXPECT_THROW(read_command(std::array{"import"}), Error);
  EXPECT_THROW(read_command(std::array{""}), Error);
}

}  // namespace
}  // namespace arch::cmd
