#include "crypto/recipient_key.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include "crypto/certificate.h"
#include "crypto/openpgp.h"

namespace writ::crypto {

namespace {

const base::Time created = *base::parse_time("2023-12-01T00:00:00Z");
const base::Time expires = *base::parse_time("2025-12-01T00:00:00Z");
const base::Time today = *base::parse_time("2024-06-01T12:00:00Z");

// Of `gpg --quick-generate-key ... ed25519 sign`: a key that signs and cannot encrypt.
constexpr std::string_view signs_only =
    "-----BEGIN PGP PUBLIC KEY BLOCK-----\n"
    "\n"
    "mDMEZZIAgBYJKwYBBAHaRw8BAQdAfIfJNu/wc6myE3yAorDPwznIqaoQHf4688rs\n"
    "pSNDjMq0JFRFU1QgU2lnbiBPbmx5IDxzaWduQHBvbGljZS5leGFtcGxlPoiQBBMW\n"
    "CAA4FiEEF6gxuqzvhyd1LjpnK+o7/jTGWcgFAmWSAIACGwMFCwkIBwIGFQoJCAsC\n"
    "BBYCAwECHgECF4AACgkQK+o7/jTGWcgU7wEA1/egh6ks5RZHIcqlJbOojQpDoX6o\n"
    "zxfU2h1Jf8kGCYsBAP0gnSvuRJIjiM+99oHkbbWUemcriZgR2uwsg0GO/q4H\n"
    "=RSQU\n"
    "-----END PGP PUBLIC KEY BLOCK-----\n";

PgpKeyPair officer() { return *pgp_generate({"TEST Officer <officer@police.example>", created, expires}); }

KeyAndCertificate with_certificate() {
  base::SeededRandom random{7};
  return *make_certificate({.common_name = "TEST Officer",
                            .organisation = "TEST",
                            .email = "officer@police.example",
                            .not_before = created,
                            .not_after = expires},
                           random);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// What is written to standard error meanwhile.
template <class Work>
std::string standard_error_of(Work work) {
  std::FILE* file = std::tmpfile();
  const int kept = ::dup(STDERR_FILENO);
  std::fflush(stderr);
  ::dup2(::fileno(file), STDERR_FILENO);
  work();
  std::fflush(stderr);
  ::dup2(kept, STDERR_FILENO);
  ::close(kept);
  std::string text(static_cast<std::size_t>(::lseek(::fileno(file), 0, SEEK_END)), ' ');
  const bool read = ::pread(::fileno(file), text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
  std::fclose(file);
  REQUIRE(read);
  return text;
}

}  // namespace

TEST_CASE("a public OpenPGP key and a certificate, also with its chain, are delivery keys") {
  CHECK(check_recipient_key(officer().public_key, today));
  const std::string certificate = with_certificate().certificate_pem;
  CHECK(check_recipient_key(certificate, today));
  CHECK(check_recipient_key("\n" + certificate + certificate, today));
}

TEST_CASE("a secret key is refused as one, in whatever armour, and nothing of it stands in the error") {
  const PgpKeyPair pgp = officer();
  const KeyAndCertificate x509 = with_certificate();
  const std::string disguised = replaced(pgp.secret_key, "PRIVATE KEY BLOCK", "PUBLIC KEY BLOCK");
  for (const std::string& key :
       {pgp.secret_key, disguised, pgp.public_key + pgp.secret_key, x509.key_pem, x509.pem(),
        x509.certificate_pem + x509.key_pem, std::string("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n"),
        std::string("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIFHDBOBgkqhkiG\n")}) {
    CAPTURE(key.substr(0, 40));
    const auto checked = check_recipient_key(key, today);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().field == "public_key");
    CHECK(checked.error().value.empty());
    CHECK(checked.error().rule.starts_with("this is a secret key"));
    CHECK(checked.error().rule.ends_with("its owner should replace the key"));
  }
}

TEST_CASE("what is not a key is refused without a byte of it, and what stands beside a key too") {
  const std::string public_key = officer().public_key;
  for (const std::string& file :
       {std::string("root:x:0:0:root:/root:/bin/sh\n"), std::string(), std::string("\0\1\2", 3),
        "password: hunter2\n" + public_key, public_key + "root:x:0:0\n",
        std::string("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nroot:x:0:0\n-----END PGP PUBLIC KEY BLOCK-----\n"),
        std::string("-----BEGIN CERTIFICATE-----\nroot:x:0:0\n-----END CERTIFICATE-----\n"),
        std::string("-----BEGIN PGP PUBLIC KEY BLOCK-----root:x:0:0")}) {
    CAPTURE(file);
    const auto checked = check_recipient_key(file, today);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().field == "public_key");
    CHECK(checked.error().message().find("root") == std::string::npos);
    CHECK(checked.error().message().find("hunter2") == std::string::npos);
  }
}

TEST_CASE("a key to which nothing can be sealed today is refused: signs only, expired, not made yet, several") {
  CHECK(check_recipient_key(signs_only, today).error().rule == "has no valid part for encryption");
  const std::string key = officer().public_key;
  const std::string certificate = with_certificate().certificate_pem;
  const base::Time late = expires + std::chrono::seconds(1);
  const base::Time early = created - std::chrono::seconds(1);
  CHECK(check_recipient_key(key, late).error().rule.starts_with("is expired at "));
  CHECK(check_recipient_key(key, early).error().rule.starts_with("was made after "));
  CHECK(check_recipient_key(certificate, late).error().rule.starts_with("is expired at "));
  CHECK(check_recipient_key(certificate, early).error().rule.starts_with("is not valid yet at "));
  CHECK(check_recipient_key(key + officer().public_key, today).error().rule.starts_with("an OpenPGP key ends with"));
}

TEST_CASE("the OpenPGP library tells standard error nothing of what it read") {
  CHECK(standard_error_of([] { std::fputs("heard", stderr); }) == "heard");
  const std::string torn = officer().public_key.substr(0, 300) + "\n-----END PGP PUBLIC KEY BLOCK-----\n";
  const std::string said = standard_error_of([&] {
    CHECK_FALSE(check_recipient_key(torn, today));
    CHECK_FALSE(check_recipient_key("root:x:0:0", today));
    CHECK_FALSE(check_recipient_key(signs_only, today));
    CHECK_FALSE(pgp_decrypt("root:x:0:0", officer().secret_key));
  });
  CHECK(said.empty());
}

}  // namespace writ::crypto
