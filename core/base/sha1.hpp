#pragma once

#include "base/bytes.hpp"

#include <array>
#include <cstddef>
#include <memory>

namespace arch {

/// SHA-1 (FIPS 180-4), for git's names only: nothing of ours trusts it.
using Sha1Digest = std::array<std::byte, 20>;

/// SHA-1 of bytes that come in pieces. One thread at a time.
class Sha1 {
public:
  Sha1();
  ~Sha1();
  Sha1(Sha1&&) noexcept;
  Sha1& operator=(Sha1&&) noexcept;

  void update(ByteView bytes);

  /// Returns the hash of everything since construction or the last finish(), and starts anew.
  Sha1Digest finish();

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace arch
