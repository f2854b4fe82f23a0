// Which signatures the verifier takes, over C2SP's complete set of edge cases and wycheproof's
// (docs/decisions/0311-ed25519.md).
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "crypto/native_host.h"

namespace writ::crypto {
namespace {

struct Vector {
  base::Hash key{};
  base::Bytes signature;
  std::string message;
  std::string last;  // flags or verdict
};

base::Bytes decoded(const std::string& word) {
  const auto bytes = base::bytes_from_base64(word == "-" ? "" : word);
  REQUIRE(bytes);
  return *bytes;
}

std::vector<Vector> read_vectors(const std::string& set) {
  std::ifstream file(std::string(WRIT_SOURCE_DIR) + "/tests/crypto/ed25519_vectors.txt");
  std::vector<Vector> vectors;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string name, key, signature, message;
    Vector vector;
    words >> name >> key >> signature >> message >> vector.last;
    if (name != set) continue;
    const base::Bytes bytes = decoded(key);
    REQUIRE(bytes.size() == vector.key.size());
    std::copy(bytes.begin(), bytes.end(), vector.key.begin());
    vector.signature = decoded(signature);
    if (set == "cctv") {
      vector.message = message == "-" ? "ed25519vectors" : "ed25519vectors " + message;
    } else {
      const base::Bytes text = decoded(message);
      vector.message.assign(text.begin(), text.end());
    }
    vectors.push_back(std::move(vector));
  }
  return vectors;
}

bool verifies(const Vector& vector) {
  return NativeHost().ed25519_verify(vector.key, base::view(vector.message), vector.signature);
}

TEST_CASE("of C2SP's 914 edge cases those verify that have points of full order and hold without the cofactor") {
  const auto vectors = read_vectors("cctv");
  REQUIRE(vectors.size() == 914);
  std::size_t accepted = 0;
  for (const Vector& vector : vectors) {
    // A and R low order (with them every non-canonical point), d: holds only if multiplied by the cofactor,
    // k: the hash was taken over other bytes than those of the key and signature.
    const bool expected = vector.last.find_first_of("ARNMdk") == std::string::npos;
    INFO(vector.message << " " << vector.last);
    CHECK(verifies(vector) == expected);
    accepted += expected ? 1U : 0U;
  }
  CHECK(accepted > 40);
}

TEST_CASE("wycheproof's 151 signatures are judged as it says") {
  const auto vectors = read_vectors("wycheproof");
  REQUIRE(vectors.size() == 151);
  for (const Vector& vector : vectors) {
    INFO(base::to_hex(vector.signature) << " " << vector.last);
    CHECK(verifies(vector) == (vector.last == "valid"));
  }
}

}  // namespace
}  // namespace writ::crypto
