// The only reader of JSON in cmd/, in a file of its own because the library takes seven seconds to
// compile.

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "base/printable.hpp"
#include "cmd/add_input.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <utility>

namespace arch::cmd {
namespace {

constexpr std::string_view form = R"(a line is {"file": …, "key": …, "at": …, "url": …})";

}  // namespace

AddInput parse_batch_line(std::string_view line) {
  const nlohmann::json record = nlohmann::json::parse(line, nullptr, false);
  if (!record.is_object()) {
    throw Error{ErrorKind::usage, "the line is no JSON record", std::string{form}};
  }
  AddInput input;
  const std::array<std::pair<std::string_view, std::string*>, 4> fields{{
      {"file", &input.file},
      {"key", &input.key},
      {"at", &input.at},
      {"url", &input.url},
  }};
  for (const auto& item : record.items()) {
    std::string* to = nullptr;
    std::array<std::string_view, fields.size()> names = {};
    for (std::size_t i = 0; i < fields.size(); ++i) {
      names[i] = fields[i].first;
      to = fields[i].first == item.key() ? fields[i].second : to;
    }
    if (to == nullptr) {
      const std::string_view near = find_nearest(item.key(), names);
      throw Error{ErrorKind::usage,
                  fmt::format("there is no field `{}`", one_line(item.key())),
                  near.empty() ? std::string{form} : fmt::format("did you mean `{}`?", near)};
    }
    if (item.value().is_null()) {
      continue;
    }
    if (!item.value().is_string()) {
      throw Error{ErrorKind::usage, fmt::format("the field `{}` is no text", item.key())};
    }
    *to = item.value().get<std::string>();
  }
  if (input.file.empty() || input.file == "-") {
    throw Error{ErrorKind::usage, "the line names no file", std::string{form}};
  }
  return input;
}

}  // namespace arch::cmd
