#include "store/derived_file.hpp"

#include "base/file.hpp"
#include "base/sha256.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace arch::store {
namespace {

class DerivedFileTest : public ::testing::Test {
public:
  DerivedFileTest(const DerivedFileTest&) = delete;
  DerivedFileTest& operator=(const DerivedFileTest&) = delete;

protected:
  DerivedFileTest()
      : folder_(std::filesystem::path{::testing::TempDir()} /
                ("derived_file_" +
                 std::string{::testing::UnitTest::GetInstance()->current_test_info()->name()})) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~DerivedFileTest() override { std::filesystem::remove_all(folder_); }

  static Bytes bytes(std::string_view text) {
    const ByteView view = as_bytes(text);
    return {view.begin(), view.end()};
  }
  static ObjectId version(std::string_view name) { return sha256(as_bytes(name)); }
  std::filesystem::path file() const { return folder_ / judgements_name; }

  void put(std::int64_t article, std::string_view text) {
    DerivedFile derived{folder_, judgements_name, version("1")};
    const std::vector<std::pair<ArticleNumber, Bytes>> rows{{ArticleNumber{article}, bytes(text)}};
    derived.put(rows);
  }

  std::filesystem::path folder_;
};

TEST_F(DerivedFileTest, KeepsRowsForTheNextWhoOpensIt) {
  put(7, "seven");
  put(8, "eight");
  put(7, "other");
  DerivedFile derived{folder_, judgements_name, version("1")};
  EXPECT_EQ(derived.state(), DerivedFile::State::usable);
  EXPECT_EQ(derived.find(ArticleNumber{7}), bytes("other"));
  EXPECT_EQ(derived.find(ArticleNumber{8}), bytes("eight"));
  EXPECT_EQ(derived.find(ArticleNumber{9}), std::nullopt);
}

TEST_F(DerivedFileTest, IsEmptyUnderAnotherVersion) {
  put(7, "seven");
  DerivedFile derived{folder_, judgements_name, version("2")};
  EXPECT_EQ(derived.state(), DerivedFile::State::made);
  EXPECT_EQ(derived.find(ArticleNumber{7}), std::nullopt);
}

TEST_F(DerivedFileTest, IsMadeAgainWhenItIsNoDatabase) {
  std::ofstream{file()} << std::string(10'000, 'x');
  DerivedFile derived{folder_, judgements_name, version("1")};
  EXPECT_EQ(derived.state(), DerivedFile::State::damaged);
  EXPECT_EQ(derived.find(ArticleNumber{7}), std::nullopt);
  put(7, "seven");
  EXPECT_EQ(derived.find(ArticleNumber{7}), bytes("seven"));
}

TEST_F(DerivedFileTest, GivesUpAFileWithAFlippedBitAndKeepsNoWrongRow) {
  put(7, "a row that is long enough to be found in the file");
  std::string raw;
  {
    std::ifstream in{file(), std::ios::binary};
    raw.assign(std::istreambuf_iterator<char>{in}, {});
  }
  const std::size_t at = raw.find("long enough");
  ASSERT_NE(at, std::string::npos);
  raw[at] = 'L';
  std::ofstream{file(), std::ios::binary} << raw;
  {
    DerivedFile derived{folder_, judgements_name, version("1")};
    EXPECT_EQ(derived.find(ArticleNumber{7}), std::nullopt);
    EXPECT_EQ(derived.state(), DerivedFile::State::damaged);
    EXPECT_FALSE(std::filesystem::exists(file()));
  }
  put(7, "seven");
  DerivedFile again{folder_, judgements_name, version("1")};
  EXPECT_EQ(again.find(ArticleNumber{7}), bytes("seven"));
}

TEST_F(DerivedFileTest, IsWithoutRowsWhereThereIsNoFolder) {
  DerivedFile derived{folder_ / "absent", judgements_name, version("1")};
  const std::vector<std::pair<ArticleNumber, Bytes>> rows{{ArticleNumber{1}, bytes("x")}};
  derived.put(rows);
  EXPECT_EQ(derived.find(ArticleNumber{1}), std::nullopt);
}

}  // namespace
}  // namespace arch::store
