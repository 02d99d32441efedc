#include "cmd/add_input.hpp"

#include "article/document.hpp"
#include "article/read_text.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/printable.hpp"
#include "history/archive.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>
#include <utility>

namespace arch::cmd {
namespace {

Error too_large(std::string_view name) {
  return Error{ErrorKind::unsupported,
               fmt::format("reading {}: larger than {} MB, the largest page that is kept",
                           name,
                           history::max_page_size / (std::size_t{1024} * 1024)),
               "a page of news is a hundred times smaller: is this the right file?"};
}

Bytes read_page(const std::string& file) {
  const bool is_stdin = file == "-";
  const std::filesystem::path path = is_stdin ? "/dev/stdin" : file;
  const std::string name = is_stdin ? "standard input" : one_line(file);
  std::error_code unknown;
  if (std::filesystem::is_directory(path, unknown)) {
    throw Error{ErrorKind::usage,
                fmt::format("reading {}: it is a folder", name),
                fmt::format("name the files in it, such as {}/*", name)};
  }
  const std::uintmax_t size = std::filesystem::file_size(path, unknown);
  if (!unknown && size > history::max_page_size) {
    throw too_large(name);
  }
  try {
    return read_file(path, history::max_page_size);
  } catch (const Error& error) {
    // A pipe shows its size only at the end.
    throw error.kind() == ErrorKind::unsupported ? too_large(name) : error;
  }
}

std::string key_of(const AddInput& input, const article::Document& document) {
  if (!input.key.empty()) {
    return input.key;
  }
  if (!input.url.empty()) {
    return input.url;
  }
  if (document.canonical && !document.canonical->empty()) {
    return *document.canonical;
  }
  if (input.file == "-") {
    throw Error{ErrorKind::usage,
                "standard input has no name, so the article needs one",
                "give it with --key NAME or --url URL"};
  }
  return std::filesystem::path{input.file}.stem().native();
}

}  // namespace

TakenPage take_page(AddInput input, UtcTime observed) {
  TakenPage taken{.input = std::move(input), .key = {}, .page = {}, .headline = {}, .observed = {}};
  taken.page = read_page(taken.input.file);
  const article::Document document = article::parse_document(article::document_of_text(taken.page));
  taken.key = history::make_key(key_of(taken.input, document));
  taken.headline = document.headline.value_or("");
  taken.observed = observed;
  return taken;
}

}  // namespace arch::cmd
