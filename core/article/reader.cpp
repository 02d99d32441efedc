#include "article/reader.hpp"

#include "article/page_kind.hpp"
#include "article/read_page.hpp"
#include "article/read_text.hpp"

namespace arch::article {

bool ReadDocument::is_derived() const {
  return reader == text_reader;
}

ReadDocument read_document(ByteView page, std::string_view url) {
  if (kind_of_page(page) != PageKind::html) {
    return {.text = document_of_text(page), .reader = std::string{text_reader}};
  }
  const PageReading reading = read_page(page, {.url = url});
  return {.text = to_text(reading.document),
          .reader = page_reader_name(),
          .confidence = reading.body.confidence};
}

}  // namespace arch::article
