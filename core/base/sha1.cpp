// OpenSSL's SHA1_* functions for the reasons in sha256.cpp.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "base/sha1.hpp"

#include <openssl/sha.h>

namespace arch {

// None of the SHA1_* functions can fail: they always return 1.
struct Sha1::State {
  State() { SHA1_Init(&context); }

  SHA_CTX context;
};

Sha1::Sha1() : state_{std::make_unique<State>()} {}
Sha1::~Sha1() = default;
Sha1::Sha1(Sha1&&) noexcept = default;
Sha1& Sha1::operator=(Sha1&&) noexcept = default;

void Sha1::update(ByteView bytes) {
  SHA1_Update(&state_->context, bytes.data(), bytes.size());
}

Sha1Digest Sha1::finish() {
  static_assert(std::tuple_size_v<Sha1Digest> == SHA_DIGEST_LENGTH);
  Sha1Digest digest;
  SHA1_Final(reinterpret_cast<unsigned char*>(digest.data()), &state_->context);
  SHA1_Init(&state_->context);
  return digest;
}

}  // namespace arch
