#include "store/record.hpp"

#include "base/error.hpp"
#include "base/hex.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace arch::store {
namespace {

using Hole = Shape::Hole;

/// A URL that ends with the key is kept as its beginning and the key's hole, since most articles
/// are named by their URL. Shorter keys end too many URLs by chance.
constexpr std::size_t min_key_in_url = 8;

bool is_hole(char c) {
  return c >= static_cast<char>(Hole::time) && c <= static_cast<char>(Hole::shared);
}

bool is_value_hole(char c) {
  return is_hole(c) && c != static_cast<char>(Hole::key);
}

Error malformed(std::string_view why) {
  return Error{ErrorKind::usage, fmt::format("reading a record: {}", why)};
}

Error damaged() {
  return Error{ErrorKind::corrupt, "joining a record: its values are not those of its shape"};
}

bool is_name(std::string_view name) {
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z' &&
         std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

/// Whether there is a character of Unicode's category Cc in valid UTF-8.
bool has_control(std::string_view text) {
  char before = 0;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F ||
        (before == '\xC2' && static_cast<unsigned char>(c) < 0xA0)) {
      return true;
    }
    before = c;
  }
  return false;
}

/// The time that `value` is the one way to write, or nullopt.
std::optional<UtcTime> parse_exact_time(std::string_view value) {
  if (value.size() != 20 || value[10] != 'T' || value[19] != 'Z' || value.substr(17, 2) == "60") {
    return std::nullopt;
  }
  return parse_rfc3339(value);
}

/// Decodes lower-case hex digits into `bytes`, which is half as long. False: something else.
bool decode_lower_hex(std::string_view digits, char* bytes) {
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const int high = hex_value(digits[i]);
    const int low = hex_value(digits[i + 1]);
    if ((high | low) < 0 || (digits[i] >= 'A' && digits[i] <= 'F') ||
        (digits[i + 1] >= 'A' && digits[i + 1] <= 'F')) {
      return false;
    }
    *bytes++ = static_cast<char>(high * 16 + low);
  }
  return true;
}

class Splitter {
public:
  Splitter(std::string_view text, std::string_view key) : key_(key) {
    split_.pattern.reserve(text.size());
    split_.values.reserve(8);
  }

  void add_line(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon + 1 >= line.size() || line[colon + 1] != ' ' ||
        !is_name(line.substr(0, colon))) {
      throw malformed("a line is not `name: value`");
    }
    split_.pattern += line.substr(0, colon + 2);
    add_value(line.substr(0, colon), line.substr(colon + 2));
    split_.pattern += '\n';
  }

  void add_heading(std::string_view line) {
    split_.pattern += line;
    split_.pattern += '\n';
  }

  SplitRecord take() { return std::move(split_); }

private:
  void add_value(std::string_view name, std::string_view value) {
    if (split_.values.size() < max_values_in_record) {
      if (const auto time = parse_exact_time(value)) {
        add_hole(Hole::time, *time);
        return;
      }
      if (value.size() >= 32 && value.size() <= 128 && value.size() % 2 == 0 && add_hex(value)) {
        return;
      }
    }
    // Nowhere else: a key may be `unchanged`, and the outcome of a check must stay readable.
    if ((name == "article" && value == key_ && !key_.empty()) ||
        (key_.size() >= min_key_in_url && value.ends_with(key_) &&
         value.find("://") != std::string_view::npos)) {
      split_.pattern += value.substr(0, value.size() - key_.size());
      split_.pattern += static_cast<char>(Hole::key);
    } else {
      split_.pattern += value;
    }
  }

  bool add_hex(std::string_view value) {
    std::array<char, 64> bytes{};
    if (!decode_lower_hex(value, bytes.data())) {
      return false;
    }
    if (value.size() == ObjectId::hex_digits) {
      ObjectId id;
      std::copy_n(
          as_bytes({bytes.data(), ObjectId::size}).begin(), ObjectId::size, id.bytes.begin());
      add_hole(Hole::id, id);
    } else {
      add_hole(Hole::hex, std::string(bytes.data(), value.size() / 2));
    }
    return true;
  }

  void add_hole(Hole hole, Value value) {
    split_.pattern += static_cast<char>(hole);
    split_.values.push_back(std::move(value));
  }

  std::string_view key_;
  SplitRecord split_;
};

void append_value(std::string& text, Hole hole, const Value& value) {
  switch (hole) {
    case Hole::time: {
      const auto* time = std::get_if<UtcTime>(&value);
      if (time == nullptr || *time < earliest_time || *time > latest_time) {
        throw damaged();
      }
      text += format_rfc3339(*time);
      return;
    }
    case Hole::object:
    case Hole::id:
    case Hole::shared: {
      const auto* id = std::get_if<ObjectId>(&value);
      if (id == nullptr) {
        throw damaged();
      }
      text += id->hex();
      return;
    }
    case Hole::hex: {
      const auto* bytes = std::get_if<std::string>(&value);
      if (bytes == nullptr) {
        throw damaged();
      }
      text += to_hex(as_bytes(*bytes));
      return;
    }
    case Hole::key:
      return;
  }
}

/// Calls each(name, value) for the lines after the heading of a pattern until it returns true.
template <typename Each>
void each_line(std::string_view pattern, const Each& each) {
  std::size_t begin = pattern.find('\n');
  while (begin != std::string_view::npos && begin + 1 < pattern.size()) {
    ++begin;
    const std::size_t end = pattern.find('\n', begin);
    const std::string_view line = pattern.substr(begin, end - begin);
    const std::size_t colon = line.find(": ");
    if (colon != std::string_view::npos && each(line.substr(0, colon), line.substr(colon + 2))) {
      return;
    }
    begin = end;
  }
}

}  // namespace

Shape::Shape(std::string pattern)
    : pattern_(std::move(pattern)),
      values_(static_cast<std::size_t>(std::ranges::count_if(pattern_, is_value_hole))) {}

std::string_view Shape::heading() const {
  return std::string_view{pattern_}.substr(0, pattern_.find('\n'));
}

std::optional<std::size_t> Shape::value_of(std::string_view name) const {
  std::optional<std::size_t> found;
  std::size_t values = 0;
  each_line(pattern_, [&](std::string_view line_name, std::string_view value) {
    const bool is_value = value.size() == 1 && is_value_hole(value.front());
    if (line_name == name) {
      found = is_value ? std::optional{values} : std::nullopt;
      return true;
    }
    values += is_value ? 1U : 0U;
    return false;
  });
  return found;
}

std::optional<std::string_view> Shape::literal_of(std::string_view name) const {
  std::optional<std::string_view> found;
  each_line(pattern_, [&](std::string_view line_name, std::string_view value) {
    if (line_name != name) {
      return false;
    }
    if (std::ranges::none_of(value, is_hole)) {
      found = value;
    }
    return true;
  });
  return found;
}

SplitRecord split_record(std::string_view text, std::string_view key) {
  if (text.size() > max_record_size) {
    throw malformed(fmt::format("it has more than {} bytes", max_record_size));
  }
  if (text.empty() || text.back() != '\n') {
    throw malformed("it does not end with a newline");
  }
  if (!is_valid_utf8(text)) {
    throw malformed("it is not UTF-8");
  }
  Splitter splitter{text, key};
  bool heading = true;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (has_control(line)) {
      throw malformed("it has control characters");
    }
    if (!heading) {
      splitter.add_line(line);
    } else if (!line.empty()) {
      splitter.add_heading(line);
      heading = false;
    } else {
      throw malformed("it has no heading");
    }
    text.remove_prefix(line.size() + 1);
  }
  return splitter.take();
}

std::string join_record(std::string_view pattern,
                        const std::vector<Value>& values,
                        std::string_view key) {
  std::string text;
  text.reserve(pattern.size() + key.size() + values.size() * ObjectId::hex_digits);
  std::size_t next = 0;
  std::size_t literal = 0;  // where the literal text begins that is not copied yet
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (!is_hole(c)) {
      continue;
    }
    text += pattern.substr(literal, i - literal);
    literal = i + 1;
    if (c == static_cast<char>(Hole::key)) {
      text += key;
    } else if (next < values.size()) {
      append_value(text, static_cast<Hole>(c), values[next++]);
    } else {
      throw damaged();
    }
  }
  if (next != values.size()) {
    throw damaged();
  }
  text += pattern.substr(literal);
  return text;
}

}  // namespace arch::store
