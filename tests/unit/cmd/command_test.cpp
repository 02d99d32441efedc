#include "cmd/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <initializer_list>
#include <string>
#include <string_view>

#include <stdlib.h>

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

constexpr std::array files{
    Argument{.name = "FILE", .help = "", .count = Argument::Count::some},
};
constexpr Command many{.name = "many", .summary = "Test", .arguments = files, .options = options};

using Words = std::initializer_list<const char*>;

Arguments parse(Words words, const Command& read = command) {
  return parse_arguments(read, std::span{words.begin(), words.size()});
}

Globals globals(Words words) {
  return parse_globals(std::span{words.begin(), words.size()});
}

Error error_of(Words words, const Command& read = command) {
  try {
    parse(words, read);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error;
  }
  ADD_FAILURE() << "no error";
  return Error{ErrorKind::io, ""};
}

std::string global_error(Words words) {
  try {
    globals(words);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.what() + ("; " + error.hint());
  }
  ADD_FAILURE() << "no error";
  return {};
}

TEST(Arguments, ReadValuesInEveryForm) {
  EXPECT_EQ(parse({"a", "--key", "x"}).find("key"), "x");
  EXPECT_EQ(parse({"--key=x", "a"}).find("key"), "x");
  EXPECT_EQ(parse({"-k", "x", "a"}).find("key"), "x");
  EXPECT_EQ(parse({"-kx", "a"}).find("key"), "x");
  EXPECT_EQ(parse({"-vqkx", "a"}).find("key"), "x");
  EXPECT_TRUE(parse({"-vqkx", "a"}).has("quiet"));
}

// Everything here is taken apart, refused or dropped by CLI11 2.1 unless it is set up with care:
// brackets, an empty value, `%%`, `{}`, quotes, `true`, and for other systems `/n` and `++`.
TEST(Arguments, ArriveAsTheyWereTyped) {
  for (const char* const odd : {"[a,b]", "[a",  "[]",     "{}", "\"x\"", "'x'", "a=b",   "-",
                                "",      " ",   "a b",    "%%", "\xff",  "\\n", "++",    "/n",
                                "true",  "a,b", "a\nb\n", "\n", "\x1b",  "#x",  "key=x", "$HOME"}) {
    EXPECT_THAT(parse({odd}).positional(), ElementsAre(odd));
    EXPECT_THAT(parse({odd, odd, odd}, many).positional(), ElementsAre(odd, odd, odd));
    EXPECT_THAT(parse({"a", "--key", odd, "-k", odd}).all("key"), ElementsAre(odd, odd));
    EXPECT_EQ(parse({"a", (std::string{"--key="} + odd).c_str()}).find("key"), odd);
    if (!std::string_view{odd}.empty()) {
      EXPECT_EQ(parse({"a", (std::string{"-k"} + odd).c_str()}).find("key"), odd);
    }
  }
}

TEST(Arguments, MayBeEmptyBehindAnEqualsSign) {
  const Arguments given = parse({"--key=", "a"});
  EXPECT_EQ(given.find("key"), "");
  EXPECT_THAT(given.positional(), ElementsAre("a"));
  EXPECT_EQ(parse({"a", "--key="}).find("key"), "");
}

TEST(Arguments, AreValuesWhereOneIsWantedWhateverTheyLookLike) {
  for (const char* const odd : {"--verbose", "--key=", "--help", "--", "-", "-v", "-5", "---"}) {
    EXPECT_THAT(parse({"a", "--key", odd}).all("key"), ElementsAre(odd));
    EXPECT_THAT(parse({"-k", odd, "a"}).positional(), ElementsAre("a"));
    EXPECT_FALSE(parse({"a", "-k", odd}).has("verbose"));
  }
  EXPECT_THAT(error_of({"a", "-n", "-5"}).what(), HasSubstr("not `-5`"));
  EXPECT_THAT(error_of({"a", "-n-5"}).what(), HasSubstr("not `-5`"));
}

TEST(Arguments, AreTakenInAnyOrderAmongOptions) {
  const Arguments given = parse({"-v", "a", "--key", "x", "red", "-n5"});
  EXPECT_THAT(given.positional(), ElementsAre("a", "red"));
  EXPECT_EQ(given.find("key"), "x");
  EXPECT_EQ(given.find_number("limit"), 5U);
  EXPECT_TRUE(given.has("verbose"));
  EXPECT_THAT(parse({"a", "-v", "b", "-kx", "c"}, many).positional(), ElementsAre("a", "b", "c"));
}

TEST(Arguments, BehindTwoDashesAreNoOptions) {
  EXPECT_THAT(parse({"--", "--key"}).positional(), ElementsAre("--key"));
  EXPECT_THAT(parse({"--", "--"}).positional(), ElementsAre("--"));
  EXPECT_THAT(parse({"-v", "--", "-5", "-k", "--key=", "--help"}, many).positional(),
              ElementsAre("-5", "-k", "--key=", "--help"));
  EXPECT_THAT(error_of({"a", "red", "--", "-x"}).what(), HasSubstr("what to do with `-x`"));
}

TEST(Arguments, ThatBeginWithADashAreNotTakenForOthers) {
  for (const char* const odd :
       {"-5", "-x", "-v5", "-vx", "---", "---verbose", "--!", "-!", "-\n"}) {
    EXPECT_THAT(error_of({"a", odd}).what(), HasSubstr("has no option")) << odd;
    EXPECT_THAT(error_of({odd}).what(), HasSubstr("has no option")) << odd;
    EXPECT_THAT(error_of({"a", odd}, many).what(), HasSubstr("has no option")) << odd;
    EXPECT_THAT(error_of({"a", "red", odd}).what(), HasSubstr("has no option")) << odd;
  }
}

TEST(Arguments, GiveNoValueToAFlag) {
  for (const char* const odd : {"--verbose=x", "--verbose=", "--verbose=true", "--verbose={}"}) {
    EXPECT_STREQ(error_of({"a", odd}).what(), "--verbose takes no value");
  }
}

TEST(Arguments, ComeFromNoFileAndNoEnvironment) {
  ASSERT_EQ(::setenv("KEY", "x", 1), 0);
  EXPECT_FALSE(parse({"a"}).has("key"));
  EXPECT_THAT(error_of({"a", "--config=x"}).what(), HasSubstr("has no option --config"));
  EXPECT_THAT(error_of({"a", "--help-all"}).what(), HasSubstr("has no option --help-all"));
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
  EXPECT_THAT(error_of({}, many).what(), HasSubstr("needs an argument: FILE"));
  EXPECT_THAT(error_of({}).what(), HasSubstr("needs an argument: A"));
  EXPECT_THAT(error_of({"a", "red", "c"}).what(), HasSubstr("what to do with `c`"));
  EXPECT_THAT(error_of({"a", "blue"}).what(), HasSubstr("B is one of red, green"));
  EXPECT_THAT(parse({"a", "green"}).positional(), ElementsAre("a", "green"));
}

TEST(Arguments, NeedNotBeRightWhenHelpIsAskedFor) {
  EXPECT_TRUE(parse({"--help"}).has("help"));
  EXPECT_TRUE(parse({"a", "blue", "-h"}).has("help"));
  EXPECT_TRUE(parse({"a", "--help", "-n", "x", "--xyzzy"}).has("help"));
  EXPECT_EQ(parse({"--help", "--color", "never"}).find("color"), "never");
  EXPECT_THAT(error_of({"--help", "--color", "blue"}).what(), HasSubstr("not `blue`"));
}

TEST(Arguments, AreMissedByTheOptionThatTheWordsEndBehind) {
  EXPECT_STREQ(error_of({"a", "--key"}).what(), "--key needs a value: --key NAME");
  EXPECT_STREQ(error_of({"--key", "a", "-vn"}).what(), "--limit needs a value: --limit N");
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

TEST(Globals, EndAtTheCommand) {
  const Globals given = globals({"-C", "a", "--color=never", "-C", "--b=c", "log", "-C", "--json"});
  EXPECT_THAT(given.folders, ElementsAre("a", "--b=c"));
  EXPECT_EQ(given.color, "never");
  EXPECT_EQ(given.words, 5U);
  EXPECT_EQ(globals({"log", "--help"}).words, 0U);
  EXPECT_EQ(globals({"--no-pager", "-", "--version"}).words, 1U);
  EXPECT_EQ(globals({}).words, 0U);
}

TEST(Globals, AreFlagsToo) {
  EXPECT_TRUE(globals({"--no-pager"}).no_pager);
  EXPECT_TRUE(globals({"-h"}).help);
  EXPECT_TRUE(globals({"--help", "log"}).help);
  EXPECT_TRUE(globals({"--version"}).version);
  EXPECT_FALSE(globals({"-C", "--version"}).version);
}

TEST(Globals, NameWhatWasProbablyMeant) {
  EXPECT_THAT(global_error({"--colour", "always", "ls"}), HasSubstr("did you mean --color?"));
  EXPECT_THAT(global_error({"-5", "ls"}),
              HasSubstr("has no option -5 before a command; `arch help`"));
  EXPECT_THAT(global_error({"--", "ls"}), HasSubstr("has no option -- before"));
  EXPECT_THAT(global_error({"--color", "blue", "ls"}), HasSubstr("not `blue`"));
  EXPECT_THAT(global_error({"--version=2"}), HasSubstr("--version takes no value"));
  EXPECT_THAT(global_error({"-h", "-C"}), HasSubstr("-C needs a value"));
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
