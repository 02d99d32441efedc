#include "base/error.hpp"
#include "search/query.hpp"
#include "search/same.hpp"
#include "search/searched_text.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

// The first line is what was typed, the rest a document that is searched.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const std::string_view typed = text.substr(0, text.find('\n'));
  const std::string_view document = text.substr(typed.size());
  for (const auto relation : {arch::search::Relation::phrase,
                              arch::search::Relation::near,
                              arch::search::Relation::anywhere}) {
    try {
      const arch::search::Query query =
          arch::search::parse_query(typed, {.relation = relation, .distance = 3});
      arch::search::each_searched_line(document, [&](std::string_view line) {
        const arch::search::LineMatch found = arch::search::match_line(query, line);
        ARCH_ASSERT(!found.match ||
                    (found.match->begin < found.match->end && found.match->end <= line.size()));
      });
    } catch (const arch::Error& error) {
      ARCH_ASSERT(error.kind() == arch::ErrorKind::usage);
    }
  }
  for (const arch::search::SoughtSentence& sentence : arch::search::sought_sentences(document)) {
    ARCH_ASSERT(arch::search::likeness(sentence.words, sentence.words) == 1);
  }
  return 0;
}
