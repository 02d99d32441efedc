#include "base/sha1.hpp"

#include "base/c_ptr.hpp"
#include "base/error.hpp"

#include <openssl/evp.h>

namespace arch {
namespace {

using Context = CPtr<EVP_MD_CTX, EVP_MD_CTX_free>;
using Digest = CPtr<EVP_MD, EVP_MD_free>;

// Fetching an algorithm costs more than hashing a small object with it (OpenSSL 3).
const EVP_MD* sha1_digest() {
  static const Digest digest{EVP_MD_fetch(nullptr, "SHA1", nullptr)};
  ARCH_ASSERT(digest != nullptr);
  return digest.get();
}

}  // namespace

struct Sha1::State {
  Context context{EVP_MD_CTX_new()};

  void start() { ARCH_ASSERT(EVP_DigestInit_ex2(context.get(), sha1_digest(), nullptr) == 1); }
};

Sha1::Sha1() : state_(std::make_unique<State>()) { state_->start(); }
Sha1::~Sha1() = default;
Sha1::Sha1(Sha1&&) noexcept = default;
Sha1& Sha1::operator=(Sha1&&) noexcept = default;

void Sha1::update(ByteView bytes) {
  ARCH_ASSERT(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

Sha1Digest Sha1::finish() {
  Sha1Digest digest;
  ARCH_ASSERT(EVP_DigestFinal_ex(state_->context.get(),
                                 reinterpret_cast<unsigned char*>(digest.data()),
                                 nullptr) == 1);
  state_->start();
  return digest;
}

}  // namespace arch
