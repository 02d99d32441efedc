#include "base/sha256.hpp"

#include "base/hex.hpp"
#include "base/sha1.hpp"

#include <gmock/gmock.h>

#include <string>

namespace arch {
namespace {

struct Vector {
  std::string message;
  std::string_view sha256;
  std::string_view sha1;
};

/// FIPS 180-4's examples, as NIST publishes them:
/// https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values
std::vector<Vector> nist_vectors() {
  return {{"",
           "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
           "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
          {"abc",
           "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
           "a9993e364706816aba3e25717850c26c9cd0d89d"},
          {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
           "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
           "84983e441c3bd26ebaae4aa1f95129e5e54670f1"},
          {std::string(1'000'000, 'a'),
           "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
           "34aa973cd4c4daa4f61eeb2bdbad27316534016f"}};
}

TEST(Sha256, AgreesWithTheExamplesOfNist) {
  for (const Vector& vector : nist_vectors()) {
    EXPECT_EQ(sha256(as_bytes(vector.message)).hex(), vector.sha256);
  }
}

TEST(Sha256, IsTheSameInPieces) {
  for (const Vector& vector : nist_vectors()) {
    Sha256 hash;
    const std::string_view message = vector.message;
    for (std::size_t at = 0; at < message.size(); at += 997) {
      hash.update(as_bytes(message.substr(at, 997)));
    }
    EXPECT_EQ(hash.finish().hex(), vector.sha256);
  }
}

TEST(Sha256, StartsAnewWhenFinished) {
  Sha256 hash;
  hash.update(as_bytes("something else"));
  hash.finish();
  hash.update(as_bytes("abc"));
  EXPECT_EQ(hash.finish(), sha256(as_bytes("abc")));
}

TEST(Sha1, AgreesWithTheExamplesOfNist) {
  Sha1 hash;
  for (const Vector& vector : nist_vectors()) {
    const std::string_view message = vector.message;
    hash.update(as_bytes(message.substr(0, message.size() / 3)));
    hash.update(as_bytes(message.substr(message.size() / 3)));
    EXPECT_EQ(to_hex(hash.finish()), vector.sha1);
  }
}

}  // namespace
}  // namespace arch
