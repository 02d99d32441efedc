#pragma once

#include "http/fetcher.hpp"

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace arch::http {

/// Gathers the header lines of an answer as they come, one at a time with its line end. The lines
/// of interim answers (1xx) and trailers are left out. Every input gives headers.
class HeaderReader {
public:
  /// Of the lines since the first, of whatever answer; false once they are more than `limit` bytes.
  bool add(std::string_view line, std::size_t limit);

  std::vector<Header> take() { return std::move(headers_); }

private:
  std::vector<Header> headers_;
  std::size_t bytes_ = 0;
  bool is_open_ = false;  // a status line came, and no empty one after it
};

/// Whether a header that we are asked to send is one: a token, and a value without controls.
bool is_valid_header(const Header& header);

}  // namespace arch::http
