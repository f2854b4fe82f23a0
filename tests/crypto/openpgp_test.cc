#include "crypto/openpgp.h"

#include <doctest/doctest.h>

namespace writ::crypto {

namespace {

const base::Time created = *base::parse_time("2023-12-01T00:00:00Z");
const base::Time expires = *base::parse_time("2025-12-01T00:00:00Z");
const base::Time sealed_at = *base::parse_time("2024-06-01T12:00:00Z");

PgpKeyPair officer() { return *pgp_generate({"TEST Officer <officer@police.example>", created, expires}); }

}  // namespace

TEST_CASE("what is sealed to an OpenPGP key opens with its secret key alone, and not when altered") {
  const PgpKeyPair key = officer();
  const std::string content(100'000, 's');
  std::string sealed = *pgp_encrypt(content, key.public_key, "case.tar", sealed_at);
  CHECK(sealed.find("ssss") == std::string::npos);
  CHECK(*pgp_decrypt(sealed, key.secret_key) == content);
  CHECK_FALSE(pgp_decrypt(sealed, officer().secret_key));
  sealed[sealed.size() / 2] = static_cast<char>(sealed[sealed.size() / 2] ^ 1);
  CHECK_FALSE(pgp_decrypt(sealed, key.secret_key));
}

TEST_CASE("an OpenPGP key is judged at the record clock: before it was made and after it expired it is refused") {
  const PgpKeyPair key = officer();
  const auto early = pgp_encrypt("x", key.public_key, "case.tar", created - std::chrono::seconds(1));
  REQUIRE_FALSE(early);
  CHECK(early.error().field == "public_key");
  CHECK(early.error().value.size() == 40);  // the fingerprint of a version 4 key, in hex
  CHECK(early.error().rule == "was made after 2023-11-30T23:59:59Z");
  const auto late = pgp_encrypt("x", key.public_key, "case.tar", expires + std::chrono::seconds(1));
  REQUIRE_FALSE(late);
  CHECK(late.error().rule == "is expired at 2025-12-01T00:00:01Z");
  CHECK(pgp_encrypt("x", key.public_key, "case.tar", expires - std::chrono::seconds(1)));
}

TEST_CASE("what is not an OpenPGP key is refused by name") {
  const auto sealed = pgp_encrypt("x", "-----BEGIN CERTIFICATE-----\nabc", "case.tar", sealed_at);
  REQUIRE_FALSE(sealed);
  CHECK(sealed.error().code == base::Errc::invalid);
  CHECK(sealed.error().value == "-----BEGIN CERTIFICATE-----");
  CHECK(sealed.error().rule == "must be an OpenPGP key");
}

TEST_CASE("a key cannot expire before it is made") {
  const auto key = pgp_generate({"x", created, created});
  REQUIRE_FALSE(key);
  CHECK(key.error().field == "expires");
}

}  // namespace writ::crypto
