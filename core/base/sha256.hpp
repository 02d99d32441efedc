#pragma once

#include "base/bytes.hpp"
#include "base/object_id.hpp"

#include <memory>

namespace arch {

/// Returns the SHA-256 (FIPS 180-4) of `bytes`. Thread-safe.
ObjectId sha256(ByteView bytes);

/// SHA-256 of bytes that come in pieces. One thread at a time.
class Sha256 {
public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(ByteView bytes);

  /// Returns the hash of everything since construction or the last finish(),
  /// and starts anew.
  ObjectId finish();

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace arch
