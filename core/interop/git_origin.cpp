#include "interop/git_origin.hpp"

#include "base/time.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace arch::interop {
namespace {

/// Longest subject, name or other short text that is kept, in bytes before escaping; what is longer
/// is cut. Such subjects are messages without line ends.
constexpr std::size_t max_short_text = 1000;

/// C0, DEL and C1 may not stand in a record.
bool is_control(char32_t character) {
  return character < 0x20 || (character >= 0x7F && character < 0xA0);
}

std::string escape_line(std::string_view bytes) {
  std::string line;
  line.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const CodePoint point = decode_code_point(bytes, at);
    const std::string_view written = bytes.substr(at, point.size);
    at += point.size;
    if (written == "\\") {
      line += "\\\\";
    } else if (written == "\n") {
      line += "\\n";
    } else if (written == "\t") {
      line += "\\t";
    } else if (!point.valid || is_control(point.value)) {
      for (const char byte : written) {
        fmt::format_to(std::back_inserter(line), "\\x{:02x}", static_cast<unsigned char>(byte));
      }
    } else {
      line += written;
    }
  }
  return line;
}

void add_line(std::string& record, std::string_view name, std::string_view value) {
  if (!value.empty()) {
    fmt::format_to(std::back_inserter(record), "{}: {}\n", name, value);
  }
}

std::string short_line(std::string_view bytes) {
  return escape_line(bytes.substr(0, max_short_text));
}

}  // namespace

std::string make_git_origin(const GitId& id, const GitCommit& commit) {
  std::string record = fmt::format("arch-origin 1\nkind: git\ncommit: {}\nobserved: {}\n",
                                   id.hex(),
                                   format_rfc3339(commit.committer.time));
  const GitSignature& author = commit.author;
  const GitSignature& committer = commit.committer;
  add_line(record, "author", short_line(author.person));
  if (author.time != committer.time) {
    add_line(record, "authored", format_rfc3339(author.time));
  }
  if (author.offset != "+0000") {
    add_line(record, "author-offset", short_line(author.offset));
  }
  if (committer.person != author.person) {
    add_line(record, "committer", short_line(committer.person));
  }
  if (committer.offset != author.offset) {
    add_line(record, "committer-offset", short_line(committer.offset));
  }
  const std::string_view message = commit.message;
  const std::size_t line_end = std::min(message.find('\n'), message.size());
  const std::string_view subject = message.substr(0, line_end);
  const std::string_view body = message.substr(std::min(line_end + 1, message.size()));
  add_line(record, "subject", short_line(subject));
  // A message nearly always ends with a newline; that alone is no body.
  if (std::string rest = escape_line(body); rest.size() <= max_origin_message) {
    add_line(record, "message", rest);
  } else {
    add_line(record, "message-size", fmt::format("{}", body.size()));
  }
  return record;
}

}  // namespace arch::interop
