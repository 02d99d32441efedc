#pragma once

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

namespace arch::codec {

/// Returns a page of about `size` bytes: words of a small stock in paragraphs, so that it
/// compresses and repeats itself as pages do.
inline std::string random_page(std::mt19937& random, std::size_t size) {
  std::string page;
  while (page.size() < size) {
    const std::size_t letters = 1 + random() % 9;
    std::minstd_rand word(static_cast<unsigned>(random() % 700) + 1);
    for (std::size_t i = 0; i < letters; ++i) {
      page += static_cast<char>('a' + word() % 26);
    }
    page += random() % 50 == 0 ? "</p>\n<p class=\"body\">" : " ";
  }
  return page;
}

/// Returns `page` after up to four edits: pieces of any size inserted, deleted, replaced, moved or
/// repeated.
inline std::string edited(std::string page, std::mt19937& random) {
  for (std::size_t edits = random() % 5; edits > 0; --edits) {
    const std::size_t at = random() % (page.size() + 1);
    const std::size_t sizes[] = {1, 8, 80, 800};
    const std::size_t size = std::min(page.size() - at, 1 + random() % sizes[random() % 4]);
    const std::string piece = page.substr(at, size);
    switch (random() % 5) {
      case 0:
        page.insert(at, random_page(random, size));
        break;
      case 1:
        page.erase(at, size);
        break;
      case 2:
        page.replace(at, size, random_page(random, 1 + random() % 80));
        break;
      case 3:
        page.erase(at, size);
        page.insert(random() % (page.size() + 1), piece);
        break;
      default:
        page.insert(random() % (page.size() + 1), piece);
    }
  }
  return page;
}

/// Returns `count` revisions of a page of about `size` bytes. One in ten goes back to an earlier
/// one before it is edited.
inline std::vector<std::string> random_history(std::mt19937& random,
                                               std::size_t count,
                                               std::size_t size) {
  std::vector<std::string> revisions;
  while (revisions.size() < count) {
    if (revisions.empty()) {
      revisions.push_back(random_page(random, size));
    } else {
      const bool goes_back = random() % 10 == 0;
      revisions.push_back(
          edited(goes_back ? revisions[random() % revisions.size()] : revisions.back(), random));
    }
  }
  return revisions;
}

}  // namespace arch::codec
