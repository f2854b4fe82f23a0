#include "crypto/cms.h"

#include <doctest/doctest.h>
#include <openssl/cms.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "crypto/certificate.h"
#include "crypto/certificate_openssl.h"

namespace writ::crypto {

namespace {

const base::Time sealed_at = *base::parse_time("2024-06-01T12:00:00Z");

KeyAndCertificate officer(const std::string& from = "2023-12-01", const std::string& to = "2049-12-31") {
  base::SeededRandom random(1);
  return *make_certificate({.common_name = "TEST Officer",
                            .organisation = "TEST Police",
                            .email = "officer@police.example",
                            .not_before = base::Time(*base::parse_day(from)),
                            .not_after = base::Time(*base::parse_day(to))},
                           random);
}

/// Self-signed for RSA or another curve: what officers bring and make_certificate() does not make.
std::string certificate_for(EVP_PKEY* key) {
  const openssl::Certificate certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), base::unix_seconds(sealed_at) - 1000);
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), base::unix_seconds(sealed_at) + 1000);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>("other"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  X509_set_pubkey(certificate.get(), key);
  REQUIRE(X509_sign(certificate.get(), key, EVP_sha256()) > 0);
  const openssl::Bio out = openssl::write_to_memory();
  PEM_write_bio_X509(out.get(), certificate.get());
  return openssl::taken_from(out);
}

std::string key_pem(EVP_PKEY* key) {
  const openssl::Bio out = openssl::write_to_memory();
  PEM_write_bio_PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return openssl::taken_from(out);
}

bool verifies(const std::string& signature, std::string_view content) {
  const openssl::Bio der = openssl::read_from(signature);
  const openssl::Cms message(d2i_CMS_bio(der.get(), nullptr));
  const openssl::Bio in = openssl::read_from(content);
  constexpr unsigned flags = CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY;
  return message && CMS_verify(message.get(), nullptr, nullptr, in.get(), nullptr, flags) == 1;
}

std::string signing_time_of(const std::string& signature) {
  const openssl::Bio der = openssl::read_from(signature);
  const openssl::Cms message(d2i_CMS_bio(der.get(), nullptr));
  CMS_SignerInfo* signer = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(message.get()), 0);
  REQUIRE(CMS_signed_get_attr_count(signer) > 0);
  X509_ATTRIBUTE* attribute =
      CMS_signed_get_attr(signer, CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1));
  REQUIRE(X509_ATTRIBUTE_count(attribute) == 1);
  const ASN1_TYPE* value = X509_ATTRIBUTE_get0_type(attribute, 0);
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(value->value.utctime))};
}

}  // namespace

TEST_CASE("a detached signature verifies over its content and over nothing else") {
  const std::string signature = *cms_sign("what was signed", officer().pem(), sealed_at);
  CHECK(verifies(signature, "what was signed"));
  CHECK_FALSE(verifies(signature, "what was signeD"));
}

TEST_CASE("the signing time is the record clock's, and line ends are signed as they are") {
  const std::string signature = *cms_sign("a\r\nb\n", officer().pem(), sealed_at);
  CHECK(signing_time_of(signature) == "240601120000Z");
  CHECK(verifies(signature, "a\r\nb\n"));
  CHECK_FALSE(verifies(signature, "a\nb\n"));
}

TEST_CASE("a signer's certificate that is expired, or a key that is not its own, signs nothing") {
  const auto expired = cms_sign("x", officer("2023-12-01", "2024-01-01").pem(), sealed_at);
  REQUIRE_FALSE(expired);
  CHECK(expired.error().field == "signer_pem");
  CHECK(expired.error().value == "CN=TEST Officer,O=TEST Police");
  CHECK(expired.error().rule == "is expired at 2024-06-01T12:00:00Z");
  const auto mixed = cms_sign("x", officer().key_pem + officer().certificate_pem, sealed_at);
  REQUIRE_FALSE(mixed);
  CHECK(mixed.error().rule.starts_with("key and certificate must belong together"));
}

TEST_CASE("what is sealed to a P-256 certificate opens with its key alone, and not when altered") {
  const KeyAndCertificate recipient = officer();
  const std::string secret(100'000, 's');
  std::string sealed = *cms_encrypt(secret, recipient.certificate_pem, sealed_at);
  CHECK(sealed.find("ssss") == std::string::npos);
  CHECK(*cms_decrypt(sealed, recipient.pem()) == secret);
  CHECK_FALSE(cms_decrypt(sealed, officer().pem()));
  sealed[sealed.size() / 2] = static_cast<char>(sealed[sealed.size() / 2] ^ 1);
  CHECK_FALSE(cms_decrypt(sealed, recipient.pem()));
}

TEST_CASE("what is sealed to an RSA certificate opens with its key") {
  const openssl::Key key(EVP_RSA_gen(2048));
  const std::string certificate = certificate_for(key.get());
  const std::string sealed = *cms_encrypt("content", certificate, sealed_at);
  CHECK(*cms_decrypt(sealed, key_pem(key.get()) + certificate) == "content");
}

TEST_CASE("an officer's certificate that cannot be sealed to is named by subject and rule") {
  struct Case {
    std::string certificate;
    std::string value;
    std::string rule;
  };
  const openssl::Key short_key(EVP_RSA_gen(1024));
  const openssl::Key other_curve(EVP_EC_gen("secp256k1"));
  const Case cases[] = {
      {officer("2024-07-01", "2025-01-01").certificate_pem, "CN=TEST Officer,O=TEST Police",
       "is not valid yet at 2024-06-01T12:00:00Z"},
      {officer("2023-12-01", "2024-05-01").certificate_pem, "CN=TEST Officer,O=TEST Police",
       "is expired at 2024-06-01T12:00:00Z"},
      {certificate_for(short_key.get()), "CN=other", "an RSA key must have at least 2048 bits"},
      {certificate_for(other_curve.get()), "CN=other", "must be a key on P-256, P-384 or P-521, or RSA"},
  };
  for (const Case& bad : cases) {
    const auto sealed = cms_encrypt("x", bad.certificate, sealed_at);
    REQUIRE_FALSE(sealed);
    CHECK(sealed.error().code == base::Errc::invalid);
    CHECK(sealed.error().field == "public_key");
    CHECK(sealed.error().value == bad.value);
    CHECK(sealed.error().rule == bad.rule);
  }
  const auto no_certificate = cms_encrypt("x", "hello\nworld", sealed_at);
  REQUIRE_FALSE(no_certificate);
  CHECK(no_certificate.error().value == "11 bytes");
  CHECK(no_certificate.error().rule.starts_with("must be an X.509 certificate in PEM"));
}

TEST_CASE("a certificate names its subject, and its fields keep the limits of RFC 5280") {
  CHECK(*certificate_subject(officer().certificate_pem) == "CN=TEST Officer,O=TEST Police");
  base::SeededRandom random(1);
  const auto too_long =
      make_certificate({.common_name = std::string(65, 'x'), .not_before = sealed_at, .not_after = sealed_at}, random);
  REQUIRE_FALSE(too_long);
  CHECK(too_long.error().field == "common_name");
  const auto backwards = make_certificate(
      {.common_name = "x", .not_before = sealed_at, .not_after = sealed_at - std::chrono::seconds(1)}, random);
  REQUIRE_FALSE(backwards);
  CHECK(backwards.error().field == "not_after");
}

}  // namespace writ::crypto
