#include "capture/binary_page.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace arch::capture {
namespace {

using std::string_view_literals::operator""sv;

/// Of a page, in bytes, that are looked at.
constexpr std::size_t looked_at = std::size_t{64} * 1024;
/// Control characters that a damaged page may have, ...
constexpr std::size_t most_controls = 8;
/// ... or one in so many of its bytes. Of bytes that are random, or compressed, one in ten is such
/// a character; the 1,012 pages of
/// docs/decisions/0014-judging-pages.md have none.
constexpr std::size_t bytes_per_control = 50;

struct Magic {
  std::string_view bytes;
  std::string_view name;
};

// https://mimesniff.spec.whatwg.org/ 6, and RFC 8878 for zstd.
constexpr std::array magics{
    Magic{"\x1F\x8B"sv, "gzip data"},
    Magic{"\x28\xB5\x2F\xFD"sv, "zstd data"},
    Magic{"PK\x03\x04"sv, "a ZIP file"},
    Magic{"\x89PNG\r\n\x1A\n"sv, "a PNG picture"},
    Magic{"\xFF\xD8\xFF"sv, "a JPEG picture"},
    Magic{"GIF87a"sv, "a GIF picture"},
    Magic{"GIF89a"sv, "a GIF picture"},
    Magic{"%PDF-"sv, "a PDF file"},
};

bool is_control(std::byte byte) {
  const auto c = std::to_integer<unsigned char>(byte);
  // ISO-2022-JP shifts by ESC; some editors write form feeds and vertical tabs.
  return c == 0x7F || (c < 0x20 && (c < '\t' || c > '\r') && c != 0x1B);
}

bool is_utf16(std::string_view text, std::string_view content_type) {
  return text.starts_with("\xFE\xFF"sv) || text.starts_with("\xFF\xFE"sv) ||
         ascii_lowered(content_type).find("utf-16") != std::string::npos;
}

}  // namespace

std::string_view name_binary(ByteView page, std::string_view content_type) {
  page = page.first(std::min(page.size(), looked_at));
  const std::string_view text = as_text(page);
  const auto* magic =
      std::ranges::find_if(magics, [&](const Magic& one) { return text.starts_with(one.bytes); });
  if (magic != magics.end()) {
    return magic->name;
  }
  if (is_utf16(text, content_type)) {
    return {};
  }
  const auto controls = static_cast<std::size_t>(std::ranges::count_if(page, is_control));
  return controls > most_controls && controls * bytes_per_control > page.size() ? "binary data"
                                                                                : "";
}

}  // namespace arch::capture
