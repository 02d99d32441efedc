#include "support/damage.hpp"

#include <fstream>
#include <stdexcept>

namespace arch::test {

void flip_bit(const std::filesystem::path& path, std::uint64_t bit) {
  std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
  const auto offset = static_cast<std::streamoff>(bit / 8);
  char byte = 0;
  if (!file.seekg(offset) || !file.get(byte)) {
    throw std::runtime_error{path.string() + " has no such bit"};
  }
  byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << (bit % 8)));
  file.seekp(offset);
  file.put(byte);
  if (!file.flush()) {
    throw std::runtime_error{"writing " + path.string()};
  }
}

void truncate(const std::filesystem::path& path, std::uint64_t bytes) {
  std::filesystem::resize_file(path, bytes);
}

}  // namespace arch::test
