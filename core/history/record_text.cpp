#include "history/record_text.hpp"

#include "base/error.hpp"
#include "base/printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace arch::history {
namespace {

constexpr std::size_t max_name_size = 64;

/// Lines whose meaning and place are fixed.
constexpr std::array<std::string_view, 10> our_names = {"article",
                                                        "observed",
                                                        "outcome",
                                                        "document",
                                                        "page",
                                                        "url",
                                                        "origin",
                                                        "extractor",
                                                        "cause",
                                                        "salt"};

constexpr std::string_view unchanged_line = "\noutcome: unchanged\n";

bool is_name(std::string_view name) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return !name.empty() && name.size() <= max_name_size && is_letter(name.front()) &&
         std::ranges::all_of(
             name, [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

/// 128 bits.
bool is_salt(std::string_view salt) {
  return salt.size() == 32 && std::ranges::all_of(salt, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

void add_line(std::string& text, std::string_view name, std::string_view value) {
  text.append(name).append(": ").append(value).append("\n");
}

std::string make_heading(std::string_view heading, std::string_view key, UtcTime observed) {
  std::string text{heading};
  text.append("\n");
  add_line(text, "article", key);
  add_line(text, "observed", format_rfc3339(observed));
  return text;
}

std::string_view name_of(Cause cause) {
  switch (cause) {
    using enum Cause;
    case published:
      return "published";
    case technical:
      return "technical";
    case backfill:
      return "backfill";
  }
  return {};
}

std::string_view name_of(Absence what) {
  switch (what) {
    using enum Absence;
    case blocked:
      return "blocked";
    case unreachable:
      return "unreachable";
    case removed:
      return "removed";
    case not_an_article:
      return "not an article";
  }
  return {};
}

/// Whether `text` begins with the line `heading`.
bool has_heading(std::string_view text, std::string_view heading) {
  return text.starts_with(heading) && text.substr(heading.size()).starts_with('\n');
}

/// Writes backslash and newline as `\\` and `\n`, so that a text of several lines fits in one.
std::string to_one_line(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '\\':
        line += "\\\\";
        break;
      case '\n':
        line += "\\n";
        break;
      default:
        line += c;
    }
  }
  return line;
}

}  // namespace

std::string make_capture(const CaptureLines& lines, const SourceLines& source) {
  std::string text = make_heading(capture_heading, lines.key, lines.observed);
  add_line(text, "document", lines.document.hex());
  if (lines.page) {
    add_line(text, "page", lines.page->hex());
  }
  if (!lines.url.empty()) {
    add_line(text, "url", lines.url);
  }
  if (lines.origin) {
    add_line(text, "origin", lines.origin->hex());
  }
  for (const auto& [name, value] : source) {
    if (!is_name(name) || std::ranges::find(our_names, name) != our_names.end()) {
      throw Error{ErrorKind::usage,
                  fmt::format("recording a look: {} cannot be the name of a line of its source",
                              one_line(name))};
    }
    add_line(text, name, value);
  }
  add_line(text, "extractor", lines.extractor);
  add_line(text, "cause", name_of(lines.cause));
  if (!lines.salt.empty()) {
    if (!is_salt(lines.salt)) {
      throw Error{ErrorKind::usage, "recording a look: a salt has 32 hexadecimal digits"};
    }
    add_line(text, "salt", lines.salt);
  }
  return text;
}

std::string make_check(std::string_view capture) {
  ARCH_ASSERT(has_heading(capture, capture_heading));
  const std::size_t observed = capture.find("\nobserved: ", capture_heading.size());
  ARCH_ASSERT(observed != std::string_view::npos);
  const std::size_t line_end = capture.find('\n', observed + 1);
  ARCH_ASSERT(line_end != std::string_view::npos);
  std::string check;
  check.reserve(capture.size() + unchanged_line.size());
  check.append(check_heading)
      .append(capture, capture_heading.size(), line_end - capture_heading.size())
      .append(unchanged_line)
      .append(capture, line_end + 1);
  return check;
}

std::optional<std::string> find_capture_of(std::string_view check) {
  if (!has_heading(check, check_heading)) {
    return std::nullopt;
  }
  const std::size_t outcome = check.find(unchanged_line, check_heading.size());
  if (outcome == std::string_view::npos) {
    return std::nullopt;
  }
  std::string capture{capture_heading};
  capture.reserve(check.size());
  capture.append(check, check_heading.size(), outcome + 1 - check_heading.size())
      .append(check, outcome + unchanged_line.size());
  return capture;
}

std::string make_absence(std::string_view key,
                         UtcTime observed,
                         Absence what,
                         std::string_view reason) {
  std::string text = make_heading(check_heading, key, observed);
  add_line(text, "outcome", name_of(what));
  if (!reason.empty()) {
    add_line(text, "reason", reason);
  }
  return text;
}

std::string make_annotation(const AnnotationLines& lines) {
  if (!is_name(lines.kind)) {
    throw Error{ErrorKind::usage,
                fmt::format("annotating: {} is no kind of annotation", one_line(lines.kind)),
                "kinds are lower-case words such as correction or silent-edit"};
  }
  std::string text = make_heading(annotation_heading, lines.key, lines.observed);
  add_line(text, "capture", lines.capture.hex());
  add_line(text, "kind", lines.kind);
  add_line(text, "text", to_one_line(lines.text));
  return text;
}

std::optional<std::string_view> find_line(std::string_view record, std::string_view name) {
  const std::string start = fmt::format("\n{}: ", name);
  const std::size_t at = record.find(start);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t from = at + start.size();
  return record.substr(from, record.find('\n', from) - from);
}

}  // namespace arch::history
