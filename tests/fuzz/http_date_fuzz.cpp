#include "http/http_date.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace arch;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  constexpr UtcTime now{1'795'000'000};
  if (const auto date = http::parse_http_date(text, now)) {
    if (*date < earliest_time || *date > latest_time) {
      std::abort();
    }
  }
  if (const auto wait = http::parse_retry_after(text, now)) {
    if (wait->count() < 0 || *wait > std::chrono::hours{24 * 30}) {
      std::abort();
    }
  }
  return 0;
}
