// The one primitive of our own, against NIST's published values and OpenSSL.
#include <doctest/doctest.h>

#include <string>

#include "crypto/native_host.h"
#include "verify/sha256.h"

using namespace writ;

namespace {
std::string hex(std::string_view message) { return base::to_hex(verify::sha256(base::view(message))); }
}  // namespace

TEST_CASE("the browser's SHA-256 gives the values of NIST's examples") {
  CHECK(hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(hex("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu") ==
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  CHECK(hex(std::string(1'000'000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("at every length up to five blocks it agrees with OpenSSL, in one piece and in two") {
  const crypto::NativeHost host;
  base::Bytes message;
  for (std::size_t length = 0; length <= 320; ++length) {
    CAPTURE(length);
    const base::Hash expected = host.sha256(base::ByteView(message));
    CHECK(verify::sha256(message) == expected);
    verify::Sha256 pieces;
    pieces.add(base::ByteView(message).first(length / 3));
    pieces.add(base::ByteView(message).subspan(length / 3));
    CHECK(pieces.finish() == expected);
    message.push_back(static_cast<std::uint8_t>(length * 131 + 7));
  }
}
