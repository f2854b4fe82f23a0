#include "crypto/mac.h"

#include <doctest/doctest.h>

using namespace writ;

TEST_CASE("the keyed hash is HMAC-SHA256 (RFC 4231 test case 1), and another key gives another hash") {
  // RFC 4231 test case 1: the key is 20 bytes of 0x0b, which HMAC pads with zeros; a 32-byte key with those zeros is the same key.
  base::Hash key{};
  for (std::size_t i = 0; i < 20; ++i) key[i] = 0x0b;
  CHECK(base::to_hex(crypto::keyed_hash(key, base::view("Hi There"))) == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  key[20] = 1;
  CHECK(base::to_hex(crypto::keyed_hash(key, base::view("Hi There"))) != "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}
