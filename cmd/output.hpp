#pragma once

#include "base/bytes.hpp"

#include <string>
#include <string_view>

namespace arch::cmd {

/// Thrown when nobody reads the output any more (`arch log | head`). Not an error: main() ends
/// silently with status 0.
struct OutputClosed {};

/// What a command prints on stdout, buffered.
class Output {
public:
  explicit Output(int descriptor) : descriptor_(descriptor) {}

  /// Whether `text` may be dropped once the reader is gone. A command whose purpose is to change
  /// the archive goes on with its work; one that only prints stops.
  enum class WhenClosed { stop, go_on };
  void when_closed(WhenClosed what) { when_closed_ = what; }

  /// Throws Error{io}, or OutputClosed.
  void write(std::string_view text);
  void write(ByteView bytes) { write(as_text(bytes)); }
  void line(std::string_view text);
  /// Hands everything over. Throws as write() does.
  void flush();

  /// Where to write from now on; what was written before is flushed first.
  void redirect(int descriptor);

private:
  int descriptor_;
  WhenClosed when_closed_ = WhenClosed::stop;
  bool closed_ = false;
  std::string buffer_;
};

}  // namespace arch::cmd
