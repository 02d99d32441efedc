#pragma once

#include "cmd/output.hpp"

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

namespace arch::cmd {

/// Returns what `print` prints on the Output that it is given.
template <typename Print>
std::string captured(const Print& print) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::tmpfile(), std::fclose};
  Output out{::fileno(file.get())};
  print(out);
  out.flush();
  if (std::fseek(file.get(), 0, SEEK_SET) != 0) {
    throw std::runtime_error{"going back in a temporary file"};
  }
  std::string text;
  for (int c = 0; (c = std::fgetc(file.get())) != EOF;) {
    text += static_cast<char>(c);
  }
  return text;
}

}  // namespace arch::cmd
