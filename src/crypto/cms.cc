#include "crypto/cms.h"

#include <openssl/err.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <array>

#include "crypto/certificate_openssl.h"

namespace writ::crypto {

namespace {

using namespace openssl;

constexpr int rsa_bits_min = 2048;  // NIST SP 800-131A: less is disallowed

std::string group_of(const EVP_PKEY* key) {
  std::array<char, 64> name{};
  std::size_t size = 0;
  return EVP_PKEY_get_group_name(key, name.data(), name.size(), &size) == 1 ? std::string(name.data(), size) : "";
}

base::Result<> check_validity(const X509* certificate, std::string_view field, base::Time at) {
  std::time_t seconds = base::unix_seconds(at);
  // X509_cmp_time: -1 if the certificate's time is at or before ours, 1 if it is later.
  if (X509_cmp_time(X509_get0_notBefore(certificate), &seconds) > 0) {
    return base::invalid(std::string(field), subject_of(certificate), "is not valid yet at " + base::format_time(at));
  }
  if (X509_cmp_time(X509_get0_notAfter(certificate), &seconds) < 0) {
    return base::invalid(std::string(field), subject_of(certificate), "is expired at " + base::format_time(at));
  }
  return {};
}

/// RFC 5753 section 3.1.1 and RFC 3560 section 4: what the certificate itself must allow.
base::Result<> check_recipient(X509* certificate) {
  const EVP_PKEY* key = X509_get0_pubkey(certificate);
  const bool rsa = key != nullptr && EVP_PKEY_is_a(key, "RSA") == 1;
  const std::string group = key == nullptr || rsa ? "" : group_of(key);
  if (!rsa && group != "prime256v1" && group != "secp384r1" && group != "secp521r1") {
    return base::invalid("public_key", subject_of(certificate), "must be a key on P-256, P-384 or P-521, or RSA");
  }
  if (rsa && EVP_PKEY_get_bits(key) < rsa_bits_min) {
    return base::invalid("public_key", subject_of(certificate), "an RSA key must have at least 2048 bits");
  }
  const std::uint32_t usage = X509_get_key_usage(certificate);  // all bits where the extension is absent
  if ((usage & (rsa ? KU_KEY_ENCIPHERMENT : KU_KEY_AGREEMENT)) == 0) {
    return base::invalid("public_key", subject_of(certificate),
                         rsa ? "its key usage lacks keyEncipherment" : "its key usage lacks keyAgreement");
  }
  return {};
}

/// OpenSSL's defaults are of 1999: PKCS #1 v1.5 for RSA, a key derivation with SHA-1 for ECDH.
bool use_sha256(CMS_RecipientInfo* recipient) {
  EVP_PKEY_CTX* context = CMS_RecipientInfo_get0_pkey_ctx(recipient);
  if (context == nullptr) return false;
  if (CMS_RecipientInfo_type(recipient) == CMS_RECIPINFO_AGREE) {
    return EVP_PKEY_CTX_set_ecdh_kdf_md(context, EVP_sha256()) > 0;
  }
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) > 0 &&
         EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) > 0 &&
         EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) > 0;
}

std::string der_of(CMS_ContentInfo* message) {
  const Bio out = write_to_memory();
  return i2d_CMS_bio(out.get(), message) == 1 ? taken_from(out) : std::string();
}

}  // namespace

base::Result<std::string> cms_sign(std::string_view content, std::string_view signer_pem, base::Time signing_time) {
  TRY(const Certificate certificate, read_certificate(signer_pem, "signer_pem"));
  TRY(const Key key, read_key(signer_pem, "signer_pem"));
  const std::string subject = subject_of(certificate.get());
  if (group_of(key.get()) != "prime256v1") return base::invalid("signer_pem", subject, "must be a key on P-256");
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    return failure("signer_pem", subject, "key and certificate must belong together");
  }
  TRY_VOID(check_validity(certificate.get(), "signer_pem", signing_time));

  constexpr unsigned flags = CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP | CMS_CADES;
  const Bio in = read_from(content);
  const Cms message(CMS_sign(nullptr, nullptr, nullptr, nullptr, flags | CMS_PARTIAL));
  CMS_SignerInfo* signer =
      message ? CMS_add1_signer(message.get(), certificate.get(), key.get(), EVP_sha256(), flags | CMS_PARTIAL)
              : nullptr;
  const Time time(ASN1_TIME_set(nullptr, base::unix_seconds(signing_time)));
  // OpenSSL adds its own clock's time only where there is none yet.
  if (signer == nullptr || !time ||
      CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, time->type, time.get(), -1) != 1 ||
      CMS_final(message.get(), in.get(), nullptr, flags) != 1) {
    return failure("signer_pem", subject, "could not sign");
  }
  return der_of(message.get());
}

base::Result<std::string> cms_encrypt(std::string_view content, std::string_view certificate_pem, base::Time at) {
  TRY(const Certificate certificate, read_certificate(certificate_pem, "public_key"));
  TRY_VOID(check_validity(certificate.get(), "public_key", at));
  TRY_VOID(check_recipient(certificate.get()));
  constexpr unsigned flags = CMS_BINARY;
  const Bio in = read_from(content);
  const Cms message(CMS_encrypt(nullptr, nullptr, EVP_aes_256_gcm(), flags | CMS_PARTIAL));
  CMS_RecipientInfo* recipient =
      message ? CMS_add1_recipient_cert(message.get(), certificate.get(), CMS_KEY_PARAM) : nullptr;
  if (recipient == nullptr || !use_sha256(recipient) || CMS_final(message.get(), in.get(), nullptr, flags) != 1) {
    return failure("public_key", subject_of(certificate.get()), "could not encrypt to this certificate");
  }
  return der_of(message.get());
}

base::Result<std::string> cms_decrypt(std::string_view der, std::string_view key_pem) {
  TRY(const Certificate certificate, read_certificate(key_pem, "key_pem"));
  TRY(const Key key, read_key(key_pem, "key_pem"));
  const Bio in = read_from(der);
  const Cms message(d2i_CMS_bio(in.get(), nullptr));
  const Bio out = write_to_memory();
  if (!message || CMS_decrypt(message.get(), key.get(), certificate.get(), nullptr, out.get(), CMS_BINARY) != 1) {
    return failure("package", subject_of(certificate.get()), "was not sealed to this key or was altered");
  }
  return taken_from(out);
}

}  // namespace writ::crypto
