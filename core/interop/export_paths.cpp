#include "interop/export_paths.hpp"

#include "base/ascii.hpp"
#include "base/printable.hpp"
#include "base/sha256.hpp"
#include "base/unicode.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace arch::interop {
namespace {

/// Bytes of all folders of a path together, of one folder's name, and how many there may be. What
/// is left of max_export_path is the file's, at least 50 bytes.
constexpr std::size_t max_folders_size = 150;
constexpr std::size_t max_folder_name = 60;
constexpr std::size_t max_folders = 10;

/// Digits of the key's hash that tell apart names that were cut or that others have: eight, and
/// more if another has those too, which makes the path longer than max_export_path.
constexpr std::array<std::size_t, 3> hash_digits = {8, 16, 64};
constexpr std::size_t short_hash_size = 9;  // with its `~`

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, to_ascii_lower, to_ascii_lower);
}

bool ends_with_ignoring_case(std::string_view text, std::string_view end) {
  return text.size() >= end.size() &&
         equal_ignoring_case(text.substr(text.size() - end.size()), end);
}

/// What HFS+ passes over when it compares names (next_hfs_char in git's utf8.c), and the other
/// characters without a shape: names must not differ in what nobody sees.
bool is_invisible(char32_t character) {
  return character == 0x00AD || (character >= 0x200B && character <= 0x200F) ||
         (character >= 0x2028 && character <= 0x202E) ||
         (character >= 0x2060 && character <= 0x206F) ||
         (character >= 0xFE00 && character <= 0xFE0F) || character == 0xFEFF ||
         (character >= 0xE0000 && character <= 0xE0FFF);
}

/// Whether Windows refuses a character in names.
bool is_reserved(char32_t character) {
  return character < 0x20 ||
         (character < 0x80 && std::string_view{"<>:\"|?*\\/\x7F"}.find(
                                  static_cast<char>(character)) != std::string_view::npos);
}

void append_escaped(std::string& name, std::string_view bytes) {
  for (const char byte : bytes) {
    fmt::format_to(std::back_inserter(name), "%{:02X}", static_cast<unsigned char>(byte));
  }
}

/// Devices that Windows opens instead of a file of that name, whatever follows a dot in it.
bool is_device(std::string_view name) {
  const std::string_view stem = name.substr(0, name.find('.'));
  constexpr std::array<std::string_view, 6> devices = {
      "con", "prn", "aux", "nul", "conin$", "conout$"};
  if (std::ranges::any_of(devices,
                          [stem](auto device) { return equal_ignoring_case(stem, device); })) {
    return true;
  }
  return stem.size() == 4 && is_ascii_digit(stem[3]) &&
         (equal_ignoring_case(stem.substr(0, 3), "com") ||
          equal_ignoring_case(stem.substr(0, 3), "lpt"));
}

/// Escapes what is special wherever it stands, and what is at the ends of a name: hidden files and
/// `.git`, options, spaces and dots that Windows drops. `~1` may be the short name of another file
/// there (`git~1` is that of `.git`), and is ours for continuations.
std::string escape_name(std::string_view name) {
  std::string escaped;
  for (std::size_t at = 0; at < name.size();) {
    const CodePoint point = decode_code_point(name, at);
    const std::string_view bytes = name.substr(at, point.size);
    const bool is_first = at == 0;
    at += point.size;
    const bool is_last = at == name.size();
    const bool is_special = !point.valid || is_reserved(point.value) || is_invisible(point.value) ||
                            !is_printable(bytes) ||
                            (is_first && (bytes == "." || bytes == " " || bytes == "-")) ||
                            (is_last && (bytes == "." || bytes == " ")) ||
                            (bytes == "~" && !is_last && is_ascii_digit(name[at]));
    if (is_special) {
      append_escaped(escaped, bytes);
    } else {
      escaped += bytes;
    }
  }
  if (is_device(escaped)) {
    std::string device;
    append_escaped(device, std::string_view{escaped}.substr(0, 1));
    escaped.replace(0, 1, device);
  }
  return escaped;
}

/// Cuts an escaped name to at most `max_size` bytes, between characters, escapes and emoji. Returns
/// whether it was longer.
bool cut(std::string& name, std::size_t max_size) {
  if (name.size() <= max_size) {
    return false;
  }
  std::size_t end = 0;
  for (const std::size_t boundary : grapheme_boundaries(name)) {
    if (boundary <= max_size) {
      end = boundary;
    }
  }
  const std::size_t escape = name.rfind('%', end == 0 ? 0 : end - 1);
  if (escape != std::string::npos && escape + 3 > end && end > escape) {
    end = escape;
  }
  name.resize(end);
  while (!name.empty() && (name.back() == '.' || name.back() == ' ')) {
    name.pop_back();
  }
  return true;
}

/// Escapes a folder's name, which must not be a file's: `a` would be a.txt, and `a.txt/b` a folder
/// of that name. Sets `is_cut` when it was too long.
std::string escape_folder(std::string_view name, bool& is_cut) {
  std::string escaped = escape_name(name);
  is_cut = cut(escaped, max_folder_name) || is_cut;
  for (const std::string_view suffix : {text_suffix, web_suffix}) {
    if (ends_with_ignoring_case(escaped, suffix)) {
      escaped.replace(escaped.size() - suffix.size(), 1, "%2E");
    }
  }
  return escaped;
}

std::string key_hash(std::string_view key, std::size_t digits) {
  return "~" + sha256(as_bytes(key)).short_hex(digits);
}

/// The parts of a key between slashes, empty ones left out.
std::vector<std::string_view> split_key(std::string_view key) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (key.starts_with(scheme)) {
      key.remove_prefix(scheme.size());
      break;
    }
  }
  std::vector<std::string_view> parts;
  while (!key.empty()) {
    const std::size_t end = std::min(key.find('/'), key.size());
    if (end > 0) {
      parts.push_back(key.substr(0, end));
    }
    key.remove_prefix(std::min(end + 1, key.size()));
  }
  return parts;
}

std::uint64_t hash_of_name(ExportPaths::FolderNumber folder, std::string_view name) {
  return sha256(as_bytes(fmt::format("{}/{}", folder, fold_case(name)))).prefix64();
}

}  // namespace

std::string continuation_name(std::size_t number) {
  return fmt::format("~{}", number);
}

ExportName make_export_name(std::string_view key) {
  std::vector<std::string_view> parts = split_key(key);
  ExportName result;
  bool is_cut = parts.empty();
  result.file = parts.empty() ? "article" : escape_name(parts.back());
  std::size_t size = 0;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    std::string folder = escape_folder(parts[i], is_cut);
    if (folder.empty() || i == max_folders || size + folder.size() + 1 > max_folders_size) {
      is_cut = true;
      break;
    }
    size += folder.size() + 1;
    result.folders.push_back(std::move(folder));
  }
  is_cut = cut(result.file, max_export_path - size - (is_cut ? short_hash_size : 0)) || is_cut;
  if (is_cut) {
    cut(result.file, max_export_path - size - short_hash_size);
    result.file += key_hash(key, hash_digits.front());
  }
  return result;
}

ExportPaths::ExportPaths() {
  folders_.push_back({});
  fillings_.emplace(0, Filling{});
}

ExportPaths::Place ExportPaths::add(std::string_view key) {
  ExportName name = make_export_name(key);
  FolderNumber folder = 0;
  for (const std::string& part : name.folders) {
    folder = open_folder(folder, part);
  }
  std::string file = name.file;
  for (std::size_t taken = 0; !files_.insert(hash_of_name(folder, file)).second; ++taken) {
    file = name.file + key_hash(key, hash_digits[std::min(taken, hash_digits.size() - 1)]);
    if (taken >= hash_digits.size()) {
      // Only keys that were made for it come to this.
      file += fmt::format("~{}", taken);
    }
  }
  return {.folder = make_room(folder), .file = std::move(file)};
}

ExportPaths::FolderNumber ExportPaths::open_folder(FolderNumber parent, const std::string& name) {
  const std::uint64_t hash = hash_of_name(parent, name);
  if (const auto found = folder_of_.find(hash); found != folder_of_.end()) {
    return found->second;
  }
  const FolderNumber folder = add_folder(make_room(parent), name);
  folder_of_.emplace(hash, folder);
  fillings_.emplace(folder, Filling{.last = folder});
  return folder;
}

ExportPaths::FolderNumber ExportPaths::make_room(FolderNumber folder) {
  Filling& filling = fillings_.at(folder);
  if (filling.entries == max_folder_entries) {
    ++filling.parts;
    filling.last = add_folder(folder, continuation_name(filling.parts));
    filling.entries = 0;
  }
  ++filling.entries;
  return filling.last;
}

ExportPaths::FolderNumber ExportPaths::add_folder(FolderNumber parent, std::string name) {
  folders_.push_back({.parent = parent, .name = std::move(name)});
  return static_cast<FolderNumber>(folders_.size() - 1);
}

}  // namespace arch::interop
