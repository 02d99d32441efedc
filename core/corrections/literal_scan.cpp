#include "corrections/literal_scan.hpp"

#include "base/ascii.hpp"
#include "base/error.hpp"

#include <limits>

namespace arch::corrections {
namespace {

constexpr std::uint32_t no_state = std::numeric_limits<std::uint32_t>::max();

/// A trie over classes of bytes whose missing edges are then filled with those of the longest
/// suffix that is a prefix of some literal.
struct Trie {
  std::vector<std::vector<std::uint32_t>> edges;
  std::vector<std::vector<std::uint16_t>> found;

  std::uint32_t add_state(std::size_t width) {
    edges.emplace_back(width, no_state);
    found.emplace_back();
    return static_cast<std::uint32_t>(edges.size() - 1);
  }

  void fill_failures(std::size_t width) {
    std::vector<std::uint32_t> failure(edges.size(), 0);
    std::vector<std::uint32_t> queue;  // breadth first, so that shorter suffixes are done
    for (std::size_t c = 0; c < width; ++c) {
      std::uint32_t& edge = edges[0][c];
      if (edge == no_state) {
        edge = 0;
      } else {
        queue.push_back(edge);
      }
    }
    for (std::size_t i = 0; i < queue.size(); ++i) {
      const std::uint32_t state = queue[i];
      const auto& shorter = found[failure[state]];
      found[state].insert(found[state].end(), shorter.begin(), shorter.end());
      for (std::size_t c = 0; c < width; ++c) {
        std::uint32_t& edge = edges[state][c];
        const std::uint32_t other = edges[failure[state]][c];
        if (edge == no_state) {
          edge = other;
        } else {
          failure[edge] = other;
          queue.push_back(edge);
        }
      }
    }
  }
};

}  // namespace

LiteralScan::LiteralScan(std::span<const std::string> literals) {
  for (const std::string& literal : literals) {
    ARCH_ASSERT(!literal.empty());
    for (const char c : literal) {
      auto& byte_class = classes_[static_cast<unsigned char>(c)];
      if (byte_class == 0) {
        byte_class = static_cast<std::uint8_t>(width_++);
      }
    }
  }
  for (unsigned c = 'A'; c <= 'Z'; ++c) {
    classes_[c] = classes_[static_cast<unsigned char>(to_ascii_lower(static_cast<char>(c)))];
  }

  Trie trie;
  trie.add_state(width_);
  for (std::size_t i = 0; i < literals.size(); ++i) {
    std::uint32_t state = 0;
    for (const char c : literals[i]) {
      const std::uint8_t byte_class = classes_[static_cast<unsigned char>(c)];
      if (trie.edges[state][byte_class] == no_state) {
        const std::uint32_t added = trie.add_state(width_);
        trie.edges[state][byte_class] = added;
      }
      state = trie.edges[state][byte_class];
    }
    trie.found[state].push_back(static_cast<std::uint16_t>(i));
  }
  trie.fill_failures(width_);

  // States that end a literal get the highest numbers, so that one comparison finds them.
  const std::size_t count = trie.edges.size();
  ARCH_ASSERT(count * width_ <= std::numeric_limits<std::uint16_t>::max());
  std::vector<std::uint16_t> number(count);
  std::uint16_t next_number = 0;
  for (const bool is_final : {false, true}) {
    if (is_final) {
      first_final_ = static_cast<std::uint16_t>(next_number * width_);
    }
    for (std::size_t state = 0; state < count; ++state) {
      if (trie.found[state].empty() != is_final) {
        number[state] = next_number++;
      }
    }
  }
  next_.resize(count * width_);
  found_.resize(count);
  for (std::size_t state = 0; state < count; ++state) {
    for (std::size_t c = 0; c < width_; ++c) {
      next_[std::size_t{number[state]} * width_ + c] =
          static_cast<std::uint16_t>(number[trie.edges[state][c]] * width_);
    }
    found_[number[state]] = std::move(trie.found[state]);
  }
}

}  // namespace arch::corrections
