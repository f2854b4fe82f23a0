#include "crypto/native_host.h"

#include <doctest/doctest.h>
#include <openssl/evp.h>

#include <string>

#include "base/random.h"
#include "crypto/keys.h"

namespace writ::crypto {
namespace {

TEST_CASE("SHA-256 gives the values of FIPS 180-4's examples and agrees with OpenSSL's EVP interface at every length") {
  const NativeHost host;
  CHECK(base::to_hex(host.sha256(base::view(""))) ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(base::to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  base::SeededRandom random(1);
  std::string message;
  for (std::size_t size = 0; size < 300; ++size) {
    base::Hash peer;
    REQUIRE(EVP_Digest(message.data(), message.size(), peer.data(), nullptr, EVP_sha256(), nullptr) == 1);
    CHECK(host.sha256(base::view(message)) == peer);
    message.push_back(static_cast<char>(random.below(256)));
  }
}

TEST_CASE("a message hashed in pieces has the hash of the whole") {
  const NativeHost host;
  base::SeededRandom random(2);
  std::string whole;
  const auto stream = host.hash_stream();
  for (int piece = 0; piece < 50; ++piece) {
    std::string text(random.below(200), '\0');
    random.fill({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
    stream->add(base::view(text));
    whole += text;
  }
  CHECK(stream->finish() == host.sha256(base::view(whole)));
}

TEST_CASE("a signature is refused when anything about it is not strictly RFC 8032") {
  const NativeHost host;
  const auto key = SigningKey::from_seed(base::Hash{}).value();
  const std::string good = key.sign("m");
  CHECK(host.ed25519_verify(key.public_key(), base::view("m"), base::view(good)));
  CHECK_FALSE(host.ed25519_verify(key.public_key(), base::view("n"), base::view(good)));
  CHECK_FALSE(host.ed25519_verify(key.public_key(), base::view("m"), base::view(good.substr(1))));
  CHECK_FALSE(host.ed25519_verify(key.public_key(), base::view("m"), base::view(good + "x")));

  // S + L: the same point, another spelling.
  const auto order = *base::hash_from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  std::string malleable = good;
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    const unsigned sum = static_cast<unsigned char>(good[32 + i]) + unsigned{order[i]} + carry;
    malleable[32 + i] = static_cast<char>(sum & 0xff);
    carry = sum >> 8;
  }
  REQUIRE(carry == 0);
  CHECK_FALSE(host.ed25519_verify(key.public_key(), base::view("m"), base::view(malleable)));
}

TEST_CASE("a key or nonce of small order verifies nothing, where ZIP 215 would accept it") {
  // A = R = the identity, S = 0: [S]B = R + [k]A holds for every message. CCTV's vectors flag it low_order.
  base::Hash identity{};
  identity[0] = 1;
  std::string signature(64, '\0');
  signature[0] = 1;
  CHECK_FALSE(NativeHost().ed25519_verify(identity, base::view("any message"), base::view(signature)));
  // The same point spelled non-canonically (y = p + 1).
  const auto other = *base::hash_from_hex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
  CHECK_FALSE(NativeHost().ed25519_verify(other, base::view("any message"), base::view(signature)));
}

TEST_CASE("text is in NFC or it is not, and what is not UTF-8 is not") {
  const NativeHost host;
  CHECK(host.is_nfc(""));
  CHECK(host.is_nfc("Polizei Berlin"));
  CHECK(host.is_nfc("Z\xc3\xbcrich"));         // composed
  CHECK_FALSE(host.is_nfc("Zu\xcc\x88rich"));  // u + combining diaeresis
  CHECK_FALSE(host.is_nfc("\xe2\x84\xab"));    // ANGSTROM SIGN normalises to U+00C5
  CHECK_FALSE(host.is_nfc("\xc3"));            // cut off
  CHECK_FALSE(host.is_nfc("\xed\xa0\x80"));    // a surrogate
  CHECK_FALSE(host.is_nfc("\xc0\xaf"));        // overlong
  CHECK(host.is_nfc("\xf0\x9f\x93\x9c"));
}

}  // namespace
}  // namespace writ::crypto
