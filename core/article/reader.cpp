#include "article/reader.hpp"

#include "article/page_kind.hpp"
#include "article/read_page.hpp"
#include "article/read_text.hpp"

namespace arch::article {

bool ReadDocument::is_derived() const {
  return reader == text_reader;
}

std::string reader_of(ByteView page) {
  return kind_of_page(page) == PageKind::html ? page_reader_name() : std::string{text_reader};
}

ReadDocument read_document(ByteView page, std::string_view url, std::string_view content_type) {
  ReadDocument read{.text = {}, .reader = reader_of(page)};
  if (read.is_derived()) {
    read.text = document_of_text(page);
    return read;
  }
  const PageReading reading = read_page(page, {.content_type = content_type, .url = url});
  read.text = to_text(reading.document);
  read.confidence = reading.body.confidence;
  return read;
}

}  // namespace arch::article
