// The examples of docs/format.md#packing are what the store writes.

#include "base/hex.hpp"
#include "base/sha256.hpp"
#include "codec/zstd.hpp"
#include "store/backend.hpp"
#include "store/check_run.hpp"
#include "store/segment.hpp"
#include "store/store.hpp"
#include "support/project_file.hpp"
#include "support/temp_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace arch::store {
namespace {

/// Puts bytes for `\xNN`.
std::string unescape(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("\\x")) {
      bytes += static_cast<char>(hex_value(text[i + 2]) * 16 + hex_value(text[i + 3]));
      i += 3;
    } else {
      bytes += text[i];
    }
  }
  return bytes;
}

ObjectId id_of(std::string_view text) {
  return sha256(as_bytes(text));
}

class PackingDocument : public testing::Test {
protected:
  /// The digits of an example, whose lines say after two spaces what they mean. `shape` stands for
  /// the example of that name, and a line that begins with a bracket for itself and its end.
  std::string digits_of(std::string_view name) const {
    std::istringstream lines{example(name)};
    std::string digits;
    for (std::string line; std::getline(lines, line);) {
      const std::string written = line.substr(0, line.find("  "));
      if (written == "shape") {
        digits += to_hex(as_bytes(unescape(example("segment-shape"))));
      } else if (written.starts_with('[')) {
        digits += to_hex(as_bytes(written + "\n"));
      } else {
        digits += written;
      }
    }
    return digits;
  }

  std::string example(std::string_view name) const { return test::find_example(format_, name); }

  Bytes unpack_body(ByteView body) const {
    constexpr std::size_t largest = 10'000;
    const codec::Dictionary dictionary{to_bytes(unescape(example("body-dictionary")))};
    return codec::decompress(body, largest, &dictionary);
  }

  const std::string format_ = test::read_project_file("docs/format.md");
};

std::string capture_of(std::string_view page, std::string_view document, std::string_view time) {
  return fmt::format(
      "arch-capture 1\narticle: flood\nobserved: {}\ndocument: {}\npage: {}\n"
      "extractor: text/1\ncause: published\n",
      time,
      id_of(document).hex(),
      id_of(page).hex());
}

TEST_F(PackingDocument, HasTheSegmentOfTwoCaptures) {
  const std::string pages[] = {"Twelve people died.\n", "Fifteen people died.\n"};
  const std::string documents[] = {"\n" + pages[0], "\n" + pages[1]};
  const std::string records[] = {capture_of(pages[0], documents[0], "2026-01-01T10:00:00Z"),
                                 capture_of(pages[1], documents[1], "2026-01-01T10:30:00Z")};
  const test::TempFolder folder;
  Store::create(folder.path());
  {
    Store store{folder.path(), {.access = OpenOptions::Access::write}};
    Transaction transaction = store.begin();
    Batch batch;
    for (std::size_t i = 0; i < 2; ++i) {
      batch.objects.push_back({as_bytes(pages[i]), id_of(pages[i])});
      batch.derived.push_back({id_of(documents[i]), id_of(pages[i]), "text/1"});
      batch.records.push_back({records[i], id_of(records[i])});
    }
    transaction.append(transaction.open_article("flood"), batch);
    transaction.commit();
  }
  const auto backend = open_sqlite_backend(folder.path(), OpenOptions::Access::read);
  backend->begin_read();
  const auto row = backend->find_segment(SegmentId{1}, SegmentPart::head_and_body);
  backend->end_read();
  ASSERT_TRUE(row);
  EXPECT_EQ(to_hex(row->head), digits_of("segment-head"));
  EXPECT_EQ(to_hex(unpack_body(row->body)), digits_of("segment-body"));
}

TEST_F(PackingDocument, HasTheHeadOfTenChecks) {
  CheckRun run{.pattern =
                   "arch-check 1\narticle: \x05\nobserved: \x01\noutcome: unchanged\n"
                   "document: \x02\npage: \x02\nextractor: text/1\ncause: published\n",
               .values = {ObjectNumber{1}, ObjectNumber{0}}};
  UtcTime time = *parse_rfc3339("2026-01-01T10:15:00Z");
  for (const std::int64_t late : {0, 3, 0, 7, 1, 86'400, 2, 0, 5, 4}) {
    time.seconds += run.times.empty() ? 0 : 900 + late;
    run.times.push_back(time);
    run.arrivals.push_back(run.times.size());
  }
  const PackedColumns packed = pack(std::span<const CheckRun>{&run, 1});
  EXPECT_EQ(to_hex(packed.head), digits_of("checks-head"));
  EXPECT_EQ(unpack_checks(packed.head, packed.body), std::vector{run});
}

}  // namespace
}  // namespace arch::store
