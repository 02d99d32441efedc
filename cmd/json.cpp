#include "cmd/json.hpp"

#include "base/printable.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <iterator>

namespace arch::cmd {
namespace {

void append_unit(std::string& to, char32_t unit) {
  fmt::format_to(std::back_inserter(to), "\\u{:04x}", static_cast<std::uint32_t>(unit));
}

void append_character(std::string& to, std::string_view bytes, char32_t character) {
  switch (character) {
    case U'"':
      to += "\\\"";
      return;
    case U'\\':
      to += "\\\\";
      return;
    case U'\n':
      to += "\\n";
      return;
    case U'\r':
      to += "\\r";
      return;
    case U'\t':
      to += "\\t";
      return;
    default:
      break;
  }
  if (character >= 0x20 && (character < 0x7F || is_printable(bytes))) {
    to += bytes;
  } else if (character < 0x10000) {
    append_unit(to, character);
  } else {
    append_unit(to, 0xD800 + ((character - 0x10000) >> 10));
    append_unit(to, 0xDC00 + ((character - 0x10000) & 0x3FF));
  }
}

void append_string(std::string& to, std::string_view text) {
  to += '"';
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_code_point(text, at);
    if (point.valid) {
      append_character(to, text.substr(at, point.size), point.value);
    } else {
      append_utf8(to, replacement_character);
    }
    at += point.size;
  }
  to += '"';
}

}  // namespace

void JsonRecord::name(std::string_view name) {
  if (text_.size() > 1) {
    text_ += ',';
  }
  append_string(text_, name);
  text_ += ':';
}

JsonRecord& JsonRecord::text(std::string_view field, std::optional<std::string_view> value) {
  name(field);
  if (value) {
    append_string(text_, *value);
  } else {
    text_ += "null";
  }
  return *this;
}

JsonRecord& JsonRecord::number(std::string_view field, std::optional<std::uint64_t> value) {
  name(field);
  text_ += value ? fmt::format("{}", *value) : "null";
  return *this;
}

JsonRecord& JsonRecord::decimal(std::string_view field, std::optional<double> value) {
  name(field);
  text_ += value ? fmt::format("{:.3f}", *value) : "null";
  return *this;
}

JsonRecord& JsonRecord::exact(std::string_view field, std::optional<double> value) {
  name(field);
  text_ += value ? fmt::format("{}", *value) : "null";
  return *this;
}

JsonRecord& JsonRecord::boolean(std::string_view field, bool value) {
  name(field);
  text_ += value ? "true" : "false";
  return *this;
}

JsonRecord& JsonRecord::time(std::string_view field, std::optional<UtcTime> value) {
  name(field);
  text_ += value ? fmt::format("\"{}\"", format_rfc3339(*value)) : "null";
  return *this;
}

JsonRecord& JsonRecord::id(std::string_view field, const std::optional<ObjectId>& value) {
  name(field);
  text_ += value ? fmt::format("\"{}\"", value->hex()) : "null";
  return *this;
}

JsonRecord& JsonRecord::texts(std::string_view field, const std::vector<std::string>& values) {
  name(field);
  text_ += '[';
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) {
      text_ += ',';
    }
    append_string(text_, values[i]);
  }
  text_ += ']';
  return *this;
}

JsonRecord& JsonRecord::extent(std::string_view field,
                               std::optional<std::pair<std::uint64_t, std::uint64_t>> value) {
  name(field);
  text_ += value ? fmt::format("[{},{}]", value->first, value->second) : "null";
  return *this;
}

JsonRecord& JsonRecord::absent(std::string_view field) {
  name(field);
  text_ += "null";
  return *this;
}

JsonRecord& JsonRecord::record(std::string_view field, const JsonRecord& value) {
  name(field);
  text_ += value.str();
  return *this;
}

JsonRecord& JsonRecord::records(std::string_view field, const std::vector<JsonRecord>& values) {
  name(field);
  text_ += '[';
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) {
      text_ += ',';
    }
    text_ += values[i].str();
  }
  text_ += ']';
  return *this;
}

}  // namespace arch::cmd
