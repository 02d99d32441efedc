#pragma once

#include "html/tag_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace arch::html {

/// Counts what a parser of HTML has open while it reads a page: an upper bound of a third, or so,
/// of its depth, which leaves out elements that others of their kind end (p, li, td), and the
/// formatting that it makes again in every block.
class OpenElements {
public:
  void read_start(const Token& token);
  void read_end(const Token& token);

  std::size_t depth() const { return open_.size(); }

  /// The steps that a parser has taken, in some unit: for each tag the elements open around it.
  std::size_t work() const { return work_; }

private:
  struct Format {
    std::uint64_t element = 0;
    std::uint64_t attributes = 0;
  };

  void read_format(const Token& token, std::uint64_t element);
  void end_format(std::uint64_t element);

  std::vector<std::uint64_t> open_;
  std::vector<Format> formats_;
  std::size_t work_ = 0;
};

}  // namespace arch::html
