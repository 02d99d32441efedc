#include "cmd/page_file.hpp"

#include "article/page_kind.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/printable.hpp"
#include "cmd/pdf_text.hpp"
#include "history/recorder.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

namespace arch::cmd {
namespace {

std::string shown_name(const std::string& file) {
  return file == "-" ? "standard input" : one_line(file);
}

Error too_large(std::string_view name) {
  return Error{ErrorKind::unsupported,
               fmt::format("reading {}: larger than {} MB, the largest page that is kept",
                           name,
                           history::max_page_size / (std::size_t{1024} * 1024)),
               "a page of news is a hundred times smaller: is this the right file?"};
}

}  // namespace

Bytes read_page_file(const std::string& file) {
  const bool is_stdin = file == "-";
  const std::filesystem::path path = is_stdin ? "/dev/stdin" : file;
  const std::string name = shown_name(file);
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
  Bytes page;
  try {
    page = read_file(path, history::max_page_size);
  } catch (const Error& error) {
    // A pipe shows its size only at the end.
    throw error.kind() == ErrorKind::unsupported ? too_large(name) : error;
  }
  return page;
}

void check_page_url(std::string_view url) {
  if (!url.empty() && !http::Url::parse(url)) {
    throw Error{ErrorKind::usage,
                fmt::format("--url {}: this is no URL of a page", one_line(url)),
                "it begins with https:// or http:// and has a host"};
  }
}

void refuse_binary(ByteView page, const std::string& file) {
  const std::optional<std::string_view> kind = article::find_binary_kind(page);
  if (!kind || article::kind_of_page(page) == article::PageKind::pdf) {
    return;
  }
  throw Error{ErrorKind::unsupported,
              fmt::format("reading {}: it is {}, not a page", shown_name(file), *kind),
              *kind == "a gzip file" || *kind == "a zstd file" || *kind == "a zip file"
                  ? "unpack it first, and give the page that is in it"
                  : "a page is HTML, PDF, Markdown or plain text"};
}

article::ReadDocument read_given_page(ByteView page,
                                      const std::string& file,
                                      std::string_view url,
                                      UtcTime observed,
                                      const article::SiteRules& rules) {
  check_page_url(url);
  refuse_binary(page, file);
  return article::kind_of_page(page) == article::PageKind::pdf
             ? read_pdf(page, shown_name(file))
             : article::read_document(page, url, {}, observed, rules);
}

}  // namespace arch::cmd
